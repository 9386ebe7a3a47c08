-- Data sets: files of a week, each of one kind for one organisation and one purpose (docs/decisions/0053).
create schema data_set;

create table data_set.data_set (
  -- that of the job that makes it
  id uuid primary key,
  siret text not null references access.organisation,
  kind text not null,
  purpose text not null,
  -- ISO 8601, Europe/Paris
  week text not null check (week ~ '^[0-9]{4}-W[0-9]{2}$'),
  format text not null check (format in ('csv', 'parquet')),
  bom boolean not null,
  client_id text not null,
  agent text not null,
  asked_at timestamptz not null default clock_timestamp(),
  made_at timestamptz,
  -- its name in the directory of data sets; null: not made yet, or deleted when its days were over
  file text,
  -- what is signed, as it was signed
  manifest text,
  signature text
);
create index data_set_of_organisation on data_set.data_set (siret, purpose, asked_at desc);
create index data_set_kept on data_set.data_set (made_at) where file is not null;

-- [{ "kind", "purpose" }]: the data sets that the organisation may be given.
alter table access.convention add column data_sets jsonb not null default '[]';

-- The query service makes data sets, and asks for no other work: not for keys to be destroyed.
alter table admin.job enable row level security;
create policy query_makes_data_sets on admin.job using (current_user <> 'hub_query' or kind = 'data-set');
