-- Run with search_path set to the schema of one projection version. A subject is read and written as a whole: its facts
-- and what is searched for stand in one row. The record is no part of it: it is described from the facts when somebody reads.
-- Keys and indexes are in 0002, which a rebuild runs last.
create table dossier (
  number integer not null,
  trainee_id uuid not null,
  slice smallint not null,
  -- the JSON of the fact set, raw deflate (RFC 1951), sorted by (source, id, digest)
  facts bytea not null,
  fact_count integer not null,
  -- SHA-256 of the record that the facts give under the rules of the version
  hash bytea not null,
  status text not null,
  status_since date,
  funding text,
  territory text not null,
  -- SIRETs on live financing lines
  financers text[] not null,
  sessions text[] not null,
  files text[] not null,
  -- of the latest attempt: its earliest candidature, its registration
  candidature_on date,
  registered_on date,
  -- systems with a live fact or echo
  sources text[] not null,
  -- systems that an anomaly names or that have to report what is expected, and that are not among the sources
  awaited_sources text[] not null,
  -- whom the dossier may concern: sources, awaited sources and financers
  watchers text[] not null,
  -- codes of anomalies that need neither day nor session, as often as they are there
  anomalies text[] not null,
  -- names of what is expected, each once
  expected text[] not null,
  -- the earliest due day that the record itself knows
  due_by date,
  -- something expected has its day from the session
  undated boolean not null
  -- Rows are written again and again: with room on its page the new version of a row stays there, and where no indexed
  -- value changes no index is touched (HOT). Measured, dossiers written four times: 27 % of updates HOT instead of 12 %
  -- without room, and 4,796 bytes a row instead of 5,180; watchers change with each source that is new to a dossier.
) with (fillfactor = 70);

-- The stays of a dossier, a narrow row each: one column would not fit several.
create table stay (
  number integer not null,
  -- counts the stays of a dossier from 0
  place integer not null,
  state text not null,
  entered_on date,
  -- the exit, else the abandonment
  left_on date
) with (fillfactor = 80);

-- Facts about the person: links, description, CEP, employment, certifications.
create table trainee (
  trainee_id uuid not null,
  slice smallint not null,
  facts bytea not null,
  fact_count integer not null,
  hash bytea not null,
  -- other trainees that a verdict names
  linked uuid[] not null,
  restricted boolean not null,
  -- operators moved facts of this trainee to another
  moved boolean not null,
  anomalies text[] not null
) with (fillfactor = 70);

-- One row per first reference reported; `refs` are all the references that its facts name.
create table session (
  reference text not null,
  slice smallint not null,
  facts bytea not null,
  fact_count integer not null,
  hash bytea not null,
  refs text[] not null,
  state text not null,
  starts_on date,
  ends_on date,
  entry_mode text,
  -- properties that were not published
  missing text[] not null,
  -- systems that published it
  publishers text[] not null,
  -- a verdict names another session
  identified boolean not null,
  deleted_slots text[] not null,
  territory text not null,
  domain text,
  -- codes of the financers as published
  financers text[] not null
) with (fillfactor = 70);

-- Facts are compressed when they come: PostgreSQL need not try again.
alter table dossier alter facts set storage external;
alter table trainee alter facts set storage external;
alter table session alter facts set storage external;
