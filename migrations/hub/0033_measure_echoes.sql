-- How long the facts of one source took to be shown by another (an echo that names its origin), from receipt to receipt: what
-- each projector counted in each hour. A row is written again with its totals at a round of sharing, as those of freshness are.
create table projection.echo (
  version text not null,
  owner uuid not null,
  hour timestamptz not null,
  -- whose fact it is, and who shows it
  origin text not null,
  source text not null,
  -- echoes, by the bounds of projection/echo-delays.ts
  counts integer[] not null,
  primary key (version, hour, owner, origin, source)
);
create index echo_by_hour on projection.echo (hour);
