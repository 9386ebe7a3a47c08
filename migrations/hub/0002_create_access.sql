-- Partners (machines) and the trace of every read of a person.
create schema access;

create table access.partner (
  client_id text primary key,
  -- scrypt: "<salt base64url>.<hash base64url>"; null where public keys are registered instead
  secret_hash text,
  -- the secret before the last rotation, still good until the time beside it
  previous_secret_hash text,
  previous_secret_until timestamptz,
  -- JWK set of the public keys for private_key_jwt
  jwks jsonb,
  kind text not null,
  siret text,
  sources text[] not null default '{}',
  purposes text[] not null default '{}',
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  check (secret_hash is not null or jwks is not null)
);

-- Client assertions seen (RFC 7523): the primary key refuses the second use, in whichever process it comes.
create table access.assertion (
  client_id text not null,
  -- SHA-256 of the jti
  jti bytea not null,
  expires_at timestamptz not null,
  primary key (client_id, jti)
);
create index assertion_by_expiry on access.assertion (expires_at);

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
