-- Steering figures as they were made, and nothing that was not to be told (docs/decisions/0052): what is small is not in here.
-- They cannot be made again and are in backups.
create schema statistics;

-- One for each week in which figures were made.
create table statistics.week (
  -- 2026-W14
  week text primary key,
  made_at timestamptz not null default now(),
  -- version of the records that was counted
  version text not null
);

-- A month of a figure, made once.
create table statistics.closed_month (
  measure text not null,
  -- its first day
  month date not null,
  week text not null references statistics.week,
  primary key (measure, month)
);

create table statistics.cell (
  measure text not null,
  crossing text not null,
  month date not null,
  -- values of the crossing's keys, in their order
  keys text[] not null,
  -- rounded
  value integer not null,
  -- SIREN of those who are not told: without what they alone reported it is small, or would give away what is
  untold text[] not null,
  primary key (measure, crossing, month, keys),
  foreign key (measure, month) references statistics.closed_month on delete cascade
);
