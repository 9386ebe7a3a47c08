-- Training organisations, by which partners list dossiers (decision 49).
alter table dossier
  -- SIRETs that live facts name (`organisationSiret`)
  add column organisations text[] not null;

alter table session
  -- SIRETs of who gives the training and of who answers for it, as published
  add column organisations text[] not null;

comment on column trainee.followers is 'SIRETs that its periods name, and the SIREN of whoever registered it';
