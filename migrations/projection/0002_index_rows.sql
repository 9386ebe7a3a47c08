alter table dossier add constraint dossier_pkey primary key (number);
create index dossier_of_trainee on dossier (trainee_id);
create index dossier_watchers on dossier using gin (watchers);
alter table stay add constraint stay_pkey primary key (number, place);
alter table trainee add constraint trainee_pkey primary key (trainee_id);
create index trainee_linked on trainee using gin (linked) where linked <> '{}';
-- Few persons have an anomaly of their own, are restricted or had facts moved: whoever is not in this index, has one
-- dossier and no link is known from the row of that dossier alone.
create index trainee_noted on trainee (trainee_id) where restricted or moved or anomalies <> '{}';
alter table session add constraint session_pkey primary key (reference);
create index session_refs on session using gin (refs) where cardinality(refs) > 1;
