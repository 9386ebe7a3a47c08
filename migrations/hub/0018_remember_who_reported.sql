-- For which organisations (SIRETs, sorted) a person, and a dossier, was reported of. The door reads it with what it reads
-- anyway: who is new to an organisation, and in which dossiers it has a fact of its own. Retractions and withdrawals are no
-- facts of a dossier. Rebuilt from the log.
alter table registry.trainee add column organisations text[] not null default '{}';
alter table registry.dossier add column organisations text[] not null default '{}';
-- A row is written again when another organisation reports of the person: on the same page, so that no index is touched.
alter table registry.trainee set (fillfactor = 70);

-- Of persons known before, as far as the registry says it: whoever described them. What else was reported before is found by
-- `hub rebuild --registry`.
update registry.trainee set organisations = told.organisations
from (
  select trainee_id, array_agg(distinct siret order by siret) as organisations
  from registry.description join access.partner on description.source = any(partner.sources) group by trainee_id) told
where told.trainee_id = trainee.trainee_id;

-- What each organisation may do only so often a day (Europe/Paris), counted by all gateways together: persons new to it, refused
-- ones included, and numbers that are no dossier or not one of its own.
create table registry.door_day (
  siret text not null,
  day date not null,
  persons integer not null default 0,
  misses integer not null default 0,
  primary key (siret, day)
) with (fillfactor = 30);
