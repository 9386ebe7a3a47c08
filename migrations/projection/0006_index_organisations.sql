create index dossier_sessions on dossier using gin (sessions);
create index dossier_organisations on dossier using gin (organisations) where organisations <> '{}';
create index session_organisations on session using gin (organisations) where organisations <> '{}';
-- Who is linked with somebody: few, and looked up at once by lists.
create index trainee_linking on trainee (trainee_id) where linked <> '{}';
