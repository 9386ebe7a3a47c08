-- Why the door proposed a link: a source that tells a former NIR says more than two identifiers told together.
alter table registry.link
  add column reason text not null default 'identifiers-told-together';
alter table registry.link drop constraint link_pkey;
alter table registry.link add primary key (low, high, reason);

-- What operators judged by hand, the lesser id first: read before the next verdict is taken. On the log it is
-- trainees-judged, told to both trainees; a row is reserved before it is told there.
create table registry.verdict (
  source text not null,
  event_id text not null,
  low uuid not null,
  high uuid not null,
  verdict text not null check (verdict in ('same', 'different')),
  agent text not null,
  reason text,
  recorded_at timestamptz not null,
  -- false until trainees-judged is on the log in both slices
  announced boolean not null default false,
  primary key (source, event_id),
  check (low < high)
);
create index verdict_of_low on registry.verdict (low);
create index verdict_of_high on registry.verdict (high);
