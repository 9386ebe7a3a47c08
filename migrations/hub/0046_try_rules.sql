-- Rules that were tried and not released yet may make a version: projectors of the same code feed it by the rules that it
-- keeps (docs/decisions/0062).
alter table projection.version
  -- the job that tried its rules (admin.job, kind rule-trial); null: those of a release
  add column trial uuid;
create index version_of_trial on projection.version (trial) where trial is not null;

-- Files that a job is to read, apart from what every list of jobs shows. They go when the job has ended.
create table admin.job_files (
  job_id uuid primary key references admin.job on delete cascade,
  files json not null
);
