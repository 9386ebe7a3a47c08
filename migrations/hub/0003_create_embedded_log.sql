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
) with (fillfactor = 10);

create table log.message (
  topic text not null,
  slice smallint not null,
  "offset" bigint not null,
  key text not null,
  headers json not null,
  value bytea not null,
  primary key (topic, slice, "offset")
);

-- Appends messages in the order given; returns the first offset that each partition gave them.
-- One call is one transaction and one round trip: the partitions stay locked for the time of one commit.
-- Values come end to end in one parameter, which travels as bytes; an array of bytea would travel as hexadecimal text.
create function log.append(topics text[], slices smallint[], keys text[], headers json[], sizes integer[], content bytea)
returns table (partition_topic text, partition_slice smallint, first_offset bigint)
language plpgsql as $$
begin
  -- Always in the same order, so that two appends over several partitions cannot wait for each other in a circle.
  perform 1
  from log.partition p
  where (p.topic, p.slice) in (select t, s from unnest(topics, slices) as i (t, s))
  order by p.topic, p.slice
  for update;

  return query
  with input as (
    select i.*, sum(i.size) over (order by i.place) - i.size as start,
      row_number() over (partition by i.topic, i.slice order by i.place) - 1 as rank
    from unnest(topics, slices, keys, headers, sizes) with ordinality as i (topic, slice, key, headers, size, place)
  ), counted as (
    select i.topic, i.slice, count(*) as count from input i group by i.topic, i.slice
  ), given as (
    update log.partition p set next_offset = p.next_offset + c.count
    from counted c
    where p.topic = c.topic and p.slice = c.slice
    returning p.topic, p.slice, p.next_offset - c.count as first_offset
  ), inserted as (
    insert into log.message (topic, slice, "offset", key, headers, value)
    select i.topic, i.slice, g.first_offset + i.rank, i.key, i.headers,
      substring(content from (i.start + 1)::integer for i.size)
    from input i join given g on g.topic = i.topic and g.slice = i.slice
  )
  select g.topic, g.slice, g.first_offset from given g;
end
$$;
