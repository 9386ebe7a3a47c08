-- The access trace made tamper-evident: rows of a writer (one start of a process) are numbered and linked by a keyed hash
-- that this database cannot make; the log holds where each writer stood. Beside it what readers used of their limits, and
-- the alarms.

alter table access.trace rename to trace_of_before;
drop index access.trace_of_trainee;

create table access.trace (
  -- one start of a process; the nil uuid: a row of before there were links
  writer uuid not null,
  sequence bigint not null,
  -- the clock of this database
  read_at timestamptz not null,
  -- SIRET for which the client acts; null where none was known
  organisation text,
  client_id text not null,
  -- null where the request named none that may be kept
  agent text,
  purpose text,
  operation text not null,
  -- whom; null: nobody was met
  trainee_id uuid,
  dossier integer,
  decision text not null check (decision in ('allowed', 'forbidden', 'unknown', 'refused', 'stopped')),
  -- of a refusal: the problem; of a stop: the limit
  reason text,
  categories text[] not null default '{}',
  traceparent text,
  -- HMAC over the link before and this row
  link bytea not null,
  primary key (writer, sequence, read_at)
) partition by range (read_at);
create index trace_of_trainee on access.trace (trainee_id, read_at);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The access trace is only added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger only_added_to before update or delete on access.trace
  for each row execute function access.refuse_change();
create trigger never_emptied before truncate on access.trace
  for each statement execute function access.refuse_change();

-- The partition of a month (UTC), made where it is missing: any number of processes may ask at once.
create function access.make_trace_month(moment timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  month date := date_trunc('month', moment at time zone 'utc')::date;
  name text := 'trace_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass('access.' || name) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('hub trace months'));
  if to_regclass('access.' || name) is not null then return; end if;
  execute format(
    'create table access.%I partition of access.trace for values from (%L) to (%L)',
    name, month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
  execute format(
    'create trigger never_emptied before truncate on access.%I for each statement execute function access.refuse_change()',
    name);
end $$;

-- While a hold stands, the months that it covers are kept though their year is over.
create table access.trace_hold (
  hold_id bigint generated always as identity primary key,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  reason text not null,
  set_by text not null,
  set_at timestamptz not null default clock_timestamp(),
  lifted_by text,
  lifted_at timestamptz
);

-- Months whose year is over (Code du travail R6323-40) and that nobody holds.
create function access.trace_months_over() returns setof date language sql stable as $$
  select month from (
    select to_date(substring(c.relname from 'trace_(\d{4}_\d{2})$'), 'YYYY_MM') as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'access.trace'::regclass) as months
  where month + interval '13 months' <= now() at time zone 'utc'
    and not exists (select from access.trace_hold
      where lifted_at is null and from_day < (month + interval '1 month')::date and to_day >= month)
$$;

-- Drops the partition of a month that is over; false where it is not, or is held.
create function access.drop_trace_month(day date) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from access.trace_months_over() as month where month = day) then return false; end if;
  execute format('drop table access.%I', 'trace_' || to_char(day, 'YYYY_MM'));
  return true;
end $$;

select access.make_trace_month(month at time zone 'utc') from (
  select generate_series(date_trunc('month', coalesce(min(read_at), now()) at time zone 'utc'),
    date_trunc('month', now() at time zone 'utc') + interval '1 month', interval '1 month')
  from access.trace_of_before) as needed (month);
insert into access.trace
  (writer, sequence, read_at, client_id, agent, purpose, operation, trainee_id, dossier, decision, categories, traceparent, link)
  select '00000000-0000-0000-0000-000000000000', trace_id, read_at, client_id, agent, purpose, operation, trainee_id, dossier,
    decision, categories, traceparent, ''
  from access.trace_of_before;
drop table access.trace_of_before;

-- Who writes the trace. One that is not heard of any more is closed by another.
create table access.trace_writer (
  writer uuid primary key,
  opened_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);
create index trace_writer_open on access.trace_writer (seen_at) where closed_at is null;

-- What was counted against a limit: each person (or agent) once in its window; `slot` is when, rounded down.
create table access.quota_item (
  quota text not null,
  subject text not null,
  item uuid not null,
  slot timestamptz not null,
  primary key (quota, subject, item)
);
-- How many, by writer: processes never wait for each other's rows.
create table access.quota_count (
  quota text not null,
  subject text not null,
  slot timestamptz not null,
  writer uuid not null,
  count integer not null,
  primary key (quota, subject, slot, writer)
) with (fillfactor = 70);

create table access.alarm (
  alarm_id bigint generated always as identity primary key,
  kind text not null,
  organisation text,
  client_id text,
  agent text,
  address text,
  -- the most that was counted, and what is allowed
  count integer not null,
  "limit" integer not null,
  since timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_why text
);
-- What goes on ringing is one alarm until somebody acknowledges it.
create unique index alarm_open on access.alarm (kind, organisation, client_id, agent, address) nulls not distinct
  where acknowledged_at is null;
