-- Run with search_path set to the schema of one projection version. Facts and record in one row each.
create table dossier (
  number integer primary key,
  trainee_id uuid not null,
  slice smallint not null,
  -- JSON of the fact set, sorted by (source, id, digest)
  facts text not null,
  fact_count integer not null,
  -- JSON of describe(facts, rules)
  record text not null,
  hash bytea not null
);
create index dossier_of_trainee on dossier (trainee_id);

-- Facts about the person: links, description, CEP, employment, certifications.
create table trainee (
  trainee_id uuid primary key,
  slice smallint not null,
  facts text not null,
  record text not null,
  hash bytea not null
);

create table session (
  reference text primary key,
  slice smallint not null,
  facts text not null,
  record text not null,
  hash bytea not null
);
