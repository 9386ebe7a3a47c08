-- What steering figures count (docs/rules.md, Statistics). Rows of shape 5 have it.
alter table dossier
  -- fundings of live financing lines
  add column line_fundings text[] not null,
  -- SIREN of the only organisation that reports the dossier; null: several do, or none is known
  add column sole_reporter text;

alter table stay
  add column abandoned boolean not null,
  -- the first interruption that changed the state
  add column interrupted_on date,
  -- days from the entry until the hub received it
  add column told_after integer;

alter table trainee
  -- spans of days with a contract, `from/to`; the last may be open
  add column employed text[] not null;
