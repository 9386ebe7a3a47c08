-- Partners (machines) and the trace of every read of a person.
create schema access;

create table access.partner (
  client_id text primary key,
  -- scrypt: "<salt base64url>.<hash base64url>"
  secret_hash text not null,
  kind text not null,
  siret text,
  sources text[] not null default '{}',
  purposes text[] not null default '{}',
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Append-only. One row per person and read, written before the body leaves (Code du travail R6323-40).
create table access.trace (
  trace_id bigint generated always as identity primary key,
  read_at timestamptz not null default now(),
  client_id text not null,
  agent text not null,
  purpose text not null,
  operation text not null,
  trainee_id uuid,
  dossier integer,
  decision text not null check (decision in ('allowed', 'forbidden', 'unknown')),
  categories text[] not null default '{}',
  traceparent text
);
create index trace_of_trainee on access.trace (trainee_id, read_at);
