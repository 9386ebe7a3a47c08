-- What was last found between two versions: a version is given to readers after a comparison with the active one.
create table projection.comparison (
  version text not null references projection.version,
  other text not null references projection.version,
  slices integer not null,
  -- slices that were met at equal offsets
  slices_compared integer not null,
  -- dossiers, trainees and sessions that were changed or in one of the two only
  differing integer not null,
  compared_at timestamptz not null default clock_timestamp(),
  primary key (version, other)
);
