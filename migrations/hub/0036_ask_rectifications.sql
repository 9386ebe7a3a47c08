-- Errors that readers report about facts to their sources, and what the sources answer (Code du travail, R6323-38).
create schema rectification;

create table rectification.request (
  id uuid primary key default gen_random_uuid(),
  asked_at timestamptz not null default clock_timestamp(),
  -- SIRET, machine and opaque agent of whoever asked
  organisation text not null,
  client_id text not null,
  agent text not null,
  dossier integer not null,
  -- the fact
  source text not null,
  event_id text not null,
  reason text not null,
  -- the person asked for it: it is to be answered by `due_on`, and kept until it is
  for_person boolean not null,
  due_on date,
  answer text check (answer in ('corrected', 'declined', 'withdrawn')),
  answered_at timestamptz,
  -- machine of whoever answered
  answered_by text
);
create index request_of_organisation on rectification.request (organisation, asked_at, id);
create index request_of_source on rectification.request (source, asked_at, id);
