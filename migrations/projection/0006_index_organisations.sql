create index dossier_sessions on dossier using gin (sessions);
create index dossier_organisations on dossier using gin (organisations) where organisations <> '{}';
create index session_organisations on session using gin (organisations) where organisations <> '{}';
