-- The embedded log: for the first five minutes and small sites. It protects from code, not from the loss of the disk.
create schema log;

create table log.epoch (
  single boolean primary key default true check (single),
  epoch uuid not null default gen_random_uuid(),
  slices smallint not null
);

create table log.partition (
  topic text not null,
  slice smallint not null,
  -- Locked by each append, so that the offsets of a partition are contiguous in commit order.
  next_offset bigint not null default 0,
  primary key (topic, slice)
);

create table log.message (
  topic text not null,
  slice smallint not null,
  "offset" bigint not null,
  key text not null,
  headers json not null,
  value bytea not null,
  primary key (topic, slice, "offset")
);
