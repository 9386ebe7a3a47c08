-- What a list needs to find anomalies against the session without reading records: the sessions that the dossier was told
-- with, and the days between its first entry and its last exit. Null in rows written before: anything may be found there.
alter table attention add column sessions text[];
alter table attention add column first_day date;
alter table attention add column last_day date;
