-- A cause of the feed names its event: { "<event>@<organisation>": [sequence, source, id, received] }. All of the feed is made
-- again from the rows of the active version, and cursors begin anew.
truncate feed.dossier, feed.session, feed.relation, feed.sweep;
update feed.epoch set epoch = gen_random_uuid();
insert into feed.sweep (schema_name)
select schema_name from projection.active join projection.version using (version);
