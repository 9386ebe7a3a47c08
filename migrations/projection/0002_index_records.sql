alter table dossier add constraint dossier_pkey primary key (number);
create index dossier_of_trainee on dossier (trainee_id);
alter table trainee add constraint trainee_pkey primary key (trainee_id);
create index trainee_linked on trainee using gin (linked) where linked <> '{}';
alter table session add constraint session_pkey primary key (reference);
create index session_refs on session using gin (refs) where cardinality(refs) > 1;
