-- What each client has shown to work, as the hub saw it (docs/decisions/0058): a row for a client and a step, whose names
-- stand in steps.ts, and `event:<name>` for an event that was taken. No value of a request.
create schema conformance;

create table conformance.shown (
  client_id text not null,
  step text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times bigint not null,
  primary key (client_id, step)
);
