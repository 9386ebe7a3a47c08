-- Trainees whose data are destroyed. A row fences: from its commit on, nobody is found as this trainee and no number of theirs
-- is known at the door. What follows (the tombstone on the log, the end of the key) is done again until it is done.
create table registry.destroyed (
  trainee_id uuid primary key,
  effective_on date not null,
  legal_ground text not null,
  -- as published: the tombstones of this trainee's identifiers, sealed under a key of the secrets
  tombstones text not null,
  fenced_at timestamptz not null default clock_timestamp(),
  -- the tombstone is on the log
  announced_at timestamptz,
  -- the key is gone from the key store; backups of before may hold it under this epoch of the KEK, or an older one
  key_destroyed_at timestamptz,
  kek_epoch smallint
);
create index destruction_under_way on registry.destroyed (trainee_id) where key_destroyed_at is null;

-- What stays of an identifier of theirs: HMAC-SHA256 under a key that no rotation changes, so that what is reported of them
-- later is recognised and parked instead of beginning somebody new.
create table registry.tombstone (
  tombstone bytea primary key,
  kind text not null check (kind in ('nir', 'nia', 'france-travail', 'partner')),
  trainee_id uuid not null
);
create index tombstone_of_trainee on registry.tombstone (trainee_id);

-- Whose data are kept whatever the years say, for as long as the row is there (litigation).
create table registry.hold (
  trainee_id uuid primary key,
  agent text not null,
  reason text not null,
  held_at timestamptz not null default clock_timestamp()
);

-- Peppers under which aliases are or may be: one, and while it is rotated two. A process that lacks one of them would take
-- known people for new ones.
create table registry.pepper (
  version smallint primary key,
  begun_at timestamptz not null default clock_timestamp()
);
insert into registry.pepper (version) select pepper_version from registry.alias limit 1;

-- Names and epochs of the secrets that a process holds, such as 'kek 2': before an old one ends, all have the new one.
alter table health.process add column secrets text[] not null default '{}';
