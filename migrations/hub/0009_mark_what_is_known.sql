-- Up to where the registry knows the identity topic of the log: whatever stands below is in it. A registry that was put back
-- from a backup has older marks; what the log says from there on is looked for when a gateway opens. Raised once a second by
-- whoever writes: room on the page keeps these updates off the index.
create table registry.identity_mark (
  slice smallint primary key,
  log_epoch text not null,
  next_offset bigint not null,
  -- by a comparison with the whole log
  set_at timestamptz not null default clock_timestamp()
) with (fillfactor = 30);

-- Trainees of the log whose key an operator has given up for lost: their numbers stay given, nobody is found as them.
create table registry.keyless (
  trainee_id uuid primary key,
  accepted_at timestamptz not null default now()
);
