-- What runs: each process of the hub writes its row every few seconds and removes it at its end. A row that is no longer
-- written belongs to a process that was killed, or that cannot reach this database.
create schema health;

create table health.process (
  id uuid primary key,
  -- of gateway, projector, query
  services text[] not null,
  host text not null,
  pid integer not null,
  version text not null,
  address text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  -- [{ "name", "services", "state" }]: state is ok, or the code of what is wrong
  checks json not null
);

-- The projector holds an advisory lock of this key for as long as it lives: PostgreSQL frees it when the connection ends,
-- so that others need not wait for the lease of one that was killed. A process of an earlier release holds none: null.
alter table projection.projector add column guard integer;
