-- Versions of the projection, who owns which slice, and the events that could not be read.
create schema projection;

create table projection.version (
  -- "<rules hash>.<n>": the hash names code, rules and settings; n counts rebuilds of the same hash
  version text primary key,
  rules_hash text not null,
  -- PostgreSQL schema that holds the rows of this version
  schema_name text not null unique,
  created_at timestamptz not null default now(),
  promoted_at timestamptz,
  retired_at timestamptz
);

create table projection.active (
  only boolean primary key default true check (only),
  version text not null references projection.version
);

-- A slice of the trainee topics ("trainee") or one partition of hub.offer ("offer") belongs to one projector at a time.
-- The row is locked and owner and epoch checked first in every transaction: a stale owner commits nothing.
create table projection.lease (
  version text not null references projection.version,
  kind text not null check (kind in ('trainee', 'offer')),
  slice smallint not null,
  owner uuid,
  epoch bigint not null default 0,
  expires_at timestamptz not null default '-infinity',
  log_epoch text not null,
  -- { "<topic>": <next offset to read> }
  offsets jsonb not null default '{}',
  primary key (version, kind, slice)
);

create table projection.projector (
  owner uuid primary key,
  rules_hash text not null,
  seen_at timestamptz not null default now()
);

create table projection.parked (
  version text not null references projection.version,
  topic text not null,
  slice smallint not null,
  "offset" bigint not null,
  reason text not null,
  detail text not null,
  parked_at timestamptz not null default now(),
  primary key (version, topic, slice, "offset")
);
