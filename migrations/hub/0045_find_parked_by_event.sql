-- Somebody asks what became of an event, by its source and id.
create index parked_event on projection.parked (source, event_id) where event_id is not null;
