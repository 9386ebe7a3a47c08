-- What became of an acknowledged event that could not be projected, told to its source (docs/decisions/0048).
alter table projection.parked
  -- as far as the message could be read
  add column source text,
  add column event_id text;

create table feed.event (
  source text not null,
  event_id text not null,
  -- a trainee's slice of the feed, or that of the same number for an offer
  slice smallint not null,
  sequence bigint not null,
  dossier integer,
  fate text not null check (fate in ('parked', 'settled', 'counted', 'contested')),
  reason text not null,
  primary key (source, event_id)
) with (fillfactor = 70);
create unique index event_in_order on feed.event (slice, sequence);
