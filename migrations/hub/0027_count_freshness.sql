-- How long events took from their receipt to being visible in a version: what each projector counted in each minute. A row
-- is written again with its totals at a round of sharing, so that one that failed is made good by the next.
create table projection.freshness (
  version text not null,
  owner uuid not null,
  minute timestamptz not null,
  topic text not null,
  source text not null,
  -- events, by the bounds of projection/freshness.ts
  counts integer[] not null,
  -- of these, later than promised
  late integer not null,
  promised_seconds double precision not null,
  primary key (version, minute, owner, topic, source)
);
-- What is older than an hour goes at each round, of all versions.
create index freshness_by_minute on projection.freshness (minute);
