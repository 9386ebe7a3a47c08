-- A period of advice opens from the day after it was told: whom it names is told then again.
alter table feed.relation
  add column due text[],
  add column due_at timestamptz;
create index relation_due on feed.relation (due_at) where due_at is not null;
