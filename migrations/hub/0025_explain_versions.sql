-- What a version is made for: to be given to readers, or only to be compared with what they are given, and dropped.
-- `built_at` of the second is never set, so that no projector of any release feeds it.
alter table projection.version
  add column purpose text not null default 'records' check (purpose in ('records', 'verification')),
  -- describeVersion of the code that its rows are described by; null: made by a release that did not say
  add column describe_version integer;

-- Every comparison stays, by its id: the audit of a promotion names the one that it stood on. What was found last between two
-- versions was kept before, without a reason for what differed; it is found again by comparing again.
drop table projection.comparison;
create table projection.comparison (
  comparison_id bigint generated always as identity primary key,
  version text not null references projection.version,
  other text not null references projection.version,
  slices integer not null,
  -- slices that were met at equal offsets
  slices_compared integer not null,
  -- dossiers of both
  dossiers integer not null,
  -- of them, changed or in one of the two only
  dossiers_differing integer not null,
  -- dossiers, trainees and sessions whose difference nothing explains
  unexplained integer not null,
  report json not null,
  compared_at timestamptz not null default clock_timestamp()
);
create index comparison_of_version on projection.comparison (version, comparison_id);
create index comparison_of_other on projection.comparison (other, comparison_id);
