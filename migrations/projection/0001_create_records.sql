-- Run with search_path set to the schema of one projection version. Facts and record in one row each: a subject is read
-- and written as a whole. Keys and indexes are in 0002, which a rebuild drops first and makes again last.
create table dossier (
  number integer not null,
  trainee_id uuid not null,
  slice smallint not null,
  -- JSON of the fact set, sorted by (source, id, digest)
  facts text not null,
  fact_count integer not null,
  -- JSON of describe(facts, rules)
  record text not null,
  hash bytea not null
);

-- Facts about the person: links, description, CEP, employment, certifications.
create table trainee (
  trainee_id uuid not null,
  -- other trainees that a judgement in the facts names
  linked uuid[] not null,
  slice smallint not null,
  facts text not null,
  fact_count integer not null,
  record text not null,
  hash bytea not null
);

-- One row per first reference told; `refs` are all the references that its facts name.
create table session (
  reference text not null,
  refs text[] not null,
  slice smallint not null,
  facts text not null,
  fact_count integer not null,
  record text not null,
  hash bytea not null
);
