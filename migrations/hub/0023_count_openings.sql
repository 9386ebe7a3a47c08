-- Periods of career advice and of registration that an organisation opens, refused ones included: each gives sight of a person.
alter table registry.door_day add column openings integer not null default 0;
