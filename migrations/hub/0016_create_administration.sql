-- What operators change, and the long work that they ask for.
create schema admin;

-- Append-only: one row for each change, written in the transaction of the change.
create table admin.audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- organisation of the client that asked; null: by a command of installation, at the database itself
  siret text,
  client_id text not null,
  -- opaque id of whoever acted
  agent text not null,
  -- the change, in the past tense: client-revoked
  what text not null,
  -- what was changed, kind and name: client:kairos
  subject text not null,
  -- as it was and as it is now; null: it was not there. Never a secret, and nothing personal.
  before json,
  after json,
  traceparent text
);
create index audit_of_subject on admin.audit (subject, audit_id);

create function admin.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'admin.audit is append-only';
end $$;
create trigger audit_is_append_only before update or delete or truncate on admin.audit
  for each statement execute function admin.refuse_change();

-- Long work: taken by whichever process can do its kind, under a lease, and taken up again by another where that ends.
create table admin.job (
  job_id uuid primary key default gen_random_uuid(),
  kind text not null,
  parameters json not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  asked_at timestamptz not null default clock_timestamp(),
  asked_by_siret text,
  asked_by_client text not null,
  asked_by_agent text not null,
  -- how much is done, of how much; null: nobody knows yet
  done bigint not null default 0,
  total bigint,
  -- where the work goes on after an interruption; its kind says what it is
  position json,
  result json,
  -- code and sentence; of a job that is tried again, of the last try
  error_code text,
  error text,
  cancel_asked_at timestamptz,
  -- of those of one kind that hold the same name here, one at a time is unfinished
  exclusive text,
  owner uuid,
  leased_until timestamptz,
  tries smallint not null default 0,
  started_at timestamptz,
  -- when it was taken last, and what was done by then: the rate is known from there
  taken_at timestamptz,
  taken_done bigint not null default 0,
  ended_at timestamptz
);
create unique index job_exclusive on admin.job (kind, exclusive) where state in ('waiting', 'running');
create index job_to_take on admin.job (kind, asked_at) where state in ('waiting', 'running');
create index job_by_time on admin.job (asked_at);

-- Secrets that the hub made are 256 random bits and are kept as "sha256.<hash base64url>"; chosen ones by scrypt as before.
alter table access.partner
  -- public keys before the last rotation, good as long as the secret before it
  add column previous_jwks jsonb,
  -- who it is to the outside issuer of tokens (HUB_TOKEN_ISSUER); null: tokens of that issuer do not open this client
  add column outside_subject text unique,
  drop constraint partner_check,
  add constraint partner_signs_in check (secret_hash is not null or jwks is not null or outside_subject is not null);

-- Wrong secrets, by client and address: whoever guesses locks out nobody but himself. Names that nobody has are counted
-- in 256 heaps, so that their number is bounded.
create table access.wrong_secret (
  client text not null,
  address text not null,
  tries integer not null,
  tried_at timestamptz not null,
  blocked_until timestamptz,
  primary key (client, address)
);
create index wrong_secret_by_time on access.wrong_secret (tried_at);

create index convention_by_end on access.convention (siret, valid_to);
create index partner_of_organisation on access.partner (siret);
