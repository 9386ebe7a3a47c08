-- A read says which events of its dossiers could not be read.
create index parked_dossier on projection.parked (version, dossier) where dossier is not null;
