-- Versions of the projection, who owns which slice, and the events that could not be read.
create schema projection;

create table projection.version (
  -- "<rules hash>.<n>": the hash names code, rules and settings; n counts builds of the same hash
  version text primary key,
  rules_hash text not null,
  -- PostgreSQL schema that holds the rows of this version
  schema_name text not null unique,
  created_at timestamptz not null default now(),
  -- null while a rebuild fills it: live projectors leave it alone until then
  built_at timestamptz,
  promoted_at timestamptz,
  retired_at timestamptz
);

create table projection.active (
  single boolean primary key default true check (single),
  version text not null references projection.version,
  -- what a rollback goes back to
  previous text references projection.version
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
  -- false until a rebuild has filled this slice
  built boolean not null default true,
  -- everything received before this moment is visible, as far as the owner knows
  fresh_at timestamptz not null default now(),
  primary key (version, kind, slice)
  -- Rewritten by every commit: room on the page keeps these updates off the index.
) with (fillfactor = 30);

-- The living projectors of each version; who was not seen for the length of a lease no longer counts.
create table projection.projector (
  version text not null references projection.version,
  owner uuid not null,
  seen_at timestamptz not null default now(),
  primary key (version, owner)
);

create table projection.parked (
  version text not null references projection.version,
  topic text not null,
  slice smallint not null,
  "offset" bigint not null,
  -- dossier number of the event's header, where it could be read
  dossier integer,
  reason text not null,
  detail text not null,
  parked_at timestamptz not null default now(),
  primary key (version, topic, slice, "offset")
);
create index parked_of_dossier on projection.parked (version, dossier) where dossier is not null;
