-- Up to where this key store knows the identity topic of the log: everybody named below has a key here, or was destroyed or
-- given up for lost. A store that was emptied or put back from a backup has no mark, or an older one, and says so itself.
create table keys.identity_mark (
  slice smallint primary key,
  log_epoch text not null,
  next_offset bigint not null,
  -- by a comparison with the whole log
  set_at timestamptz not null default clock_timestamp()
) with (fillfactor = 30);
