-- Who is who: keyed aliases, trainees, dossier numbers. Rebuilt from the log (sealed identifiers and clear headers).
create schema registry;

create table registry.trainee (
  trainee_id uuid primary key,
  created_at timestamptz not null default now()
);

-- alias = HMAC-SHA256 under the pepper of "<kind>:<value>"; the value itself is nowhere in this database.
create table registry.alias (
  alias bytea primary key,
  kind text not null check (kind in ('nir', 'nia', 'france-travail', 'partner')),
  pepper_version smallint not null,
  trainee_id uuid not null,
  -- false until trainee-known with this alias is on the log
  announced boolean not null default false
);
create index alias_of_trainee on registry.alias (trainee_id);

create sequence registry.dossier_sequence as bigint start 1;

create table registry.dossier (
  number integer primary key check (number between 100000000 and 999999999),
  trainee_id uuid not null,
  reference text not null,
  -- false until dossier-attributed is on the log; a number never announced was never told to anyone
  announced boolean not null default false,
  -- set by the projector: the dossier holds as many facts as it may, the door refuses more
  is_full boolean not null default false,
  unique (trainee_id, reference)
);

-- What identity each source has already told, as a digest under the trainee's own key, so that it is told once.
create table registry.description (
  trainee_id uuid not null,
  source text not null,
  digest text not null,
  primary key (trainee_id, source)
);

-- Links between trainees that the door has proposed by rule, the lesser id first, so that each is told once.
create table registry.link (
  low uuid not null,
  high uuid not null,
  primary key (low, high),
  check (low < high)
);
