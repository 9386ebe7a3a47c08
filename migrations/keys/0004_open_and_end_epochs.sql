-- Epochs of the KEK under which keys may be wrapped. To end one removes its row: the reference below refuses that while a
-- key is under it, and refuses any key under it afterwards, whichever process still believes in it.
create table keys.kek_epoch (
  epoch smallint primary key,
  opened_at timestamptz not null default clock_timestamp(),
  -- since when new keys take it; null: known to a process, and not used yet
  current_since timestamptz
);
insert into keys.kek_epoch (epoch, current_since) select distinct kek_epoch, clock_timestamp() from keys.trainee_key;

create table keys.ended_epoch (
  epoch smallint primary key,
  ended_at timestamptz not null default clock_timestamp(),
  -- opaque id of whoever ended it
  agent text not null
);

alter table keys.trainee_key add foreign key (kek_epoch) references keys.kek_epoch;

-- Trainees whose key was destroyed, with the greatest epoch under which a backup of before may hold it.
create table keys.destroyed (
  trainee_id uuid primary key,
  kek_epoch smallint not null,
  destroyed_at timestamptz not null default clock_timestamp()
);
