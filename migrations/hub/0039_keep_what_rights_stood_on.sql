-- Whoever lost sight of a dossier by another's word is told so: rows keep what rights stood on before (docs/decisions/0048).
alter table feed.relation
  -- [state]: columns of the trainee or session as they were since its dossiers were last raised, the last few; {}: no row
  add column before jsonb;
alter table feed.sweep
  -- of the version that readers were given before; null: none whose rows can be read
  add column before_schema text;
-- losses: [{ sequence, evidence, sessions, trainees, offers, before }]: the scene in which rights were decided until then
comment on column feed.dossier.losses is 'the scenes of before somebody may have lost sight, the last few';
