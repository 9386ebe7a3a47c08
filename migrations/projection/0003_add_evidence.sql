-- What rights and the joining of dossiers stand on without the facts of a row (docs/rules.md, Rights). `evidence` and
-- `verdicts` are made and read by one module each (platform/src/projection); no SQL looks into them.
alter table dossier
  -- of each organisation with a live fact what it vouches for; lines, payments, days
  add column evidence text not null,
  -- the distinct lists of references that its facts name, each joined by `+`
  add column named text[] not null;

alter table trainee
  -- registrations, CEP periods, employers; null: none
  add column evidence text,
  -- SIRETs that its periods name
  add column followers text[] not null,
  -- verdicts on the person and on its dossiers; null: none
  add column verdicts text,
  -- a NIR of its own is known
  add column has_nir boolean not null,
  -- the data of the person were destroyed: they answer like somebody whom nobody ever knew
  add column destroyed boolean not null;

alter table session
  add column financer_sirets text[] not null,
  -- verdicts that it is the same session as another, or is not; null: none
  add column verdicts text;
