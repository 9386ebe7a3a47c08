-- A rectification is told to its source and to whoever asked as it stands (docs/decisions/0048), by the feed and by webhook;
-- who declines says why.
alter table rectification.request
  -- a code of `rectification-refusal`; of `declined` alone
  add column answer_reason text;
-- Those whose day passes without an answer.
create index request_open_by_day on rectification.request (due_on) where answer is null;

alter table feed.event
  -- null: of the event itself
  add column rectification uuid,
  -- SIRET of whoever asked
  add column organisation text,
  drop constraint event_pkey,
  drop constraint event_fate_check;
-- Told again, each by its own row, when the active version has been compared once more.
delete from feed.event where fate = 'contested';
insert into feed.sweep (schema_name)
select schema_name from projection.active join projection.version using (version);
alter table feed.event
  add constraint event_fate_check check (fate in
    ('parked', 'settled', 'counted', 'contested', 'overdue', 'corrected', 'declined', 'withdrawn'));
create unique index event_by_name on feed.event (source, event_id, rectification) nulls not distinct;

alter table delivery.webhook
  drop constraint webhook_feed_check,
  add constraint webhook_feed_check check (feed in ('changes', 'session-changes', 'event-changes'));
alter table delivery.message
  drop constraint message_type_check,
  add constraint message_type_check check (type in ('changes', 'session-changes', 'event-changes', 'ping'));
