-- Webhooks (docs/decisions/0051): who asked to be told of what, how far each was told, and how that went. Nothing here is
-- about a person but the numbers of dossiers, which a message holds for thirty days.
create schema delivery;

create table delivery.webhook (
  webhook_id text primary key check (webhook_id ~ '^[a-z]{16}$'),
  -- The hub reads the feed as this client: what it may not read any more, it is told no more of.
  client_id text not null references access.partner,
  siret text not null,
  feed text not null check (feed in ('changes', 'session-changes')),
  purpose text,
  territory text,
  -- null: all of them
  causes text[],
  url text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- held: the client may read nothing for the moment; failing: the receiver does not take it; suspended: for too long
  state text not null default 'active' check (state in ('active', 'held', 'failing', 'paused', 'suspended', 'gone')),
  why text,
  -- of the feed, behind what was delivered last; null: at its beginning
  cursor text,
  -- in a row
  failures integer not null default 0,
  failing_since timestamptz,
  next_at timestamptz not null default clock_timestamp(),
  -- the dispatcher that follows it, until when unless it says so again
  owner uuid,
  leased_until timestamptz
) with (fillfactor = 50);
create index webhook_of_organisation on delivery.webhook (siret, webhook_id);
create index webhook_due on delivery.webhook (next_at) where state in ('active', 'held', 'failing');

-- Each valid one signs. Sealed under a key that is derived from the hub's secrets (sealing/tokens.ts).
create table delivery.secret (
  webhook_id text not null references delivery.webhook on delete cascade,
  made_at timestamptz not null default clock_timestamp(),
  sealed text not null,
  -- null: not rotated out
  until timestamptz,
  primary key (webhook_id, made_at)
);

create table delivery.message (
  sequence bigint generated always as identity primary key,
  message_id text not null unique,
  webhook_id text not null references delivery.webhook on delete cascade,
  type text not null check (type in ('changes', 'session-changes', 'ping')),
  at timestamptz not null default clock_timestamp(),
  items json not null,
  -- where the feed is behind it; null: a ping or a replay, which move nothing
  cursor_after text,
  replay_of text,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dropped'))
) with (fillfactor = 70);
-- The order in which they are delivered.
create index message_waiting on delivery.message (webhook_id, sequence) where state = 'waiting';
create index message_of_period on delivery.message (webhook_id, at);
create index message_by_age on delivery.message (at);

create table delivery.attempt (
  attempt_id bigint generated always as identity primary key,
  webhook_id text not null references delivery.webhook on delete cascade,
  message_id text not null references delivery.message (message_id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  ms integer not null,
  -- of the answer; null: there was none
  status smallint,
  -- null: it was taken
  fault text
);
create index attempt_of_webhook on delivery.attempt (webhook_id, attempt_id desc);
create index attempt_of_message on delivery.attempt (message_id);
