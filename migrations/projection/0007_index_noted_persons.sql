-- Few persons have an anomaly of their own (an identity that conflicts, an id told twice). It stands by their first dossier,
-- so lists find them here, whatever its row says. Made again last by a rebuild, like the indexes of 0002 and 0004.
create index trainee_noted on trainee (trainee_id) where record not like '%"anomalies":[]%';
