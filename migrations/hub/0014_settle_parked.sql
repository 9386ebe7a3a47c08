-- Parked events that will stay as they are: an operator decided it, and nobody is called for them again. By their place on
-- the log, for each version parks them anew; and not in schema projection, for no rebuild makes a decision again.
create table custody.settled_event (
  log_epoch text not null,
  topic text not null,
  slice smallint not null,
  "offset" bigint not null,
  -- opaque id of whoever decided
  agent text not null,
  reason text not null,
  settled_at timestamptz not null default clock_timestamp(),
  primary key (log_epoch, topic, slice, "offset")
);
