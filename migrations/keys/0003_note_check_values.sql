-- Check values of the KEK's epochs that wrapped keys of this store (custody.check_value of the hub's database says how).
create table keys.check_value (
  kek_epoch smallint primary key,
  value bytea not null check (octet_length(value) = 16),
  noted_at timestamptz not null default now()
);
