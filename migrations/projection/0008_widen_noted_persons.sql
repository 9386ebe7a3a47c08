-- With those of whom facts were moved to somebody else and those who are restricted: whoever is not in this index and has
-- one dossier, and no link, is told by the row of that dossier alone.
drop index trainee_noted;
create index trainee_noted on trainee (trainee_id) where record not like '%"anomalies":[]%'
  or record not like '%"moved":[],%' or record not like '%"restricted":null,%';
-- From here on `anomalies` names a code as often as the record has it.
