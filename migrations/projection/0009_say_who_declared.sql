-- By which source an entry is counted (docs/rules.md, Statistics). Rows of shape 6 have it.
alter table stay
  -- the system of the attestation of the entry that stands
  add column told_by text,
  -- SIREN of the organisation that reported it; null: not known
  add column declarer text;
