-- What one source may put into one dossier, trainee or session is bounded, each source by itself, so that nobody fills them for
-- another; acts (retractions, withdrawals) are counted apart. Written by the projector, read by the door, which refuses more.
create table projection.full_source (
  subject text not null check (subject in ('dossier', 'trainee', 'session')),
  -- number, trainee id or session reference
  key text not null,
  source text not null,
  acts boolean not null,
  primary key (subject, key, source, acts)
);
-- Nothing of this release reads or writes projection.full_dossier, where one mark was for all sources together. The table
-- stays so that a process of the release before, which goes on beside this one, finds it.

-- SIRETs of financers whose financing lines this organisation may report as theirs.
alter table access.convention add column delegated_by text[] not null default '{}';
