-- Rows are written again and again and no indexed value changes: with room on their page the new version of a row stays
-- there and no index is touched (HOT). Measured, dossiers written five times: 99 % of updates HOT instead of 59 %, WAL
-- 2,240 bytes a row instead of 2,730. Long values are stored apart, so the room costs little.
alter table dossier set (fillfactor = 70);
alter table trainee set (fillfactor = 70);
alter table session set (fillfactor = 70);
