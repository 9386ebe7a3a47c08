-- What changed, as partners are told of it (docs/decisions/0048): a row for each dossier and session, so that whatever
-- changed ten times since a reader looked is one item, a new reader begins at zero, and nothing expires. All of it is made
-- from the rows of the active version, and made again where it is gone.
create schema feed;

-- Cursors of another epoch begin at zero.
create table feed.epoch (
  single boolean primary key default true check (single),
  epoch uuid not null default gen_random_uuid()
);
insert into feed.epoch default values;

-- The lock under which a slice is fed: what has a lower sequence is committed before what has a higher one.
create table feed.slice (
  kind text not null check (kind in ('trainee', 'offer')),
  slice smallint not null,
  -- of the version whose rows are fed: the active one
  schema_name text not null,
  next bigint not null default 1,
  primary key (kind, slice)
) with (fillfactor = 30);
insert into feed.slice (kind, slice, schema_name)
select kind, slice, schema_name
from projection.lease join projection.active using (version) join projection.version using (version);

create table feed.dossier (
  number integer primary key,
  slice smallint not null,
  sequence bigint not null,
  -- SHA-256 of the record's hash and of the evidence that rights stand on, as they were fed
  fed bytea not null,
  -- { "<cause>": <sequence at which it was last raised for it> }
  causes jsonb not null,
  -- [{ sequence, evidence, sessions }]: the evidence of before somebody lost sight by a change of it, the last few
  losses jsonb,
  -- by what the dossier was found before
  lost text[]
) with (fillfactor = 70);
create unique index dossier_in_order on feed.dossier (slice, sequence);

create table feed.session (
  reference text primary key,
  slice smallint not null,
  sequence bigint not null,
  fed bytea not null,
  causes jsonb not null
) with (fillfactor = 70);
create unique index session_in_order on feed.session (slice, sequence);

-- What rights stand on beside a dossier: of a trainee its periods, links and restriction, of a session its financers.
create table feed.relation (
  kind text not null check (kind in ('trainee', 'session')),
  key text not null,
  state bytea not null,
  -- causes for which its dossiers are still to be raised; null: none
  pending text[],
  primary key (kind, key)
) with (fillfactor = 70);
create index relation_pending on feed.relation (kind, key) where pending is not null;

-- Versions that readers were given, whose rows are still to be compared with what was fed: one after the other, for a
-- reader may have read of each of them.
create table feed.sweep (
  id bigint generated always as identity primary key,
  schema_name text not null,
  subject text not null default 'dossier',
  -- the last key that was compared
  after text not null default ''
);
insert into feed.sweep (schema_name)
select schema_name from projection.active join projection.version using (version);
