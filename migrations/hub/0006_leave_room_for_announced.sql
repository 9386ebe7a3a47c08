-- Each row is written twice: reserved, then marked as announced. With half of each page left free the second version
-- stays on the first one's page and no index is touched (HOT); the room is needed either way.
alter table registry.alias set (fillfactor = 50);
alter table registry.dossier set (fillfactor = 50);
