-- A message of the log is one value, the CloudEvent in JSON (structured mode of the Kafka binding), in the place of a
-- header for each attribute (decision 47). Values that are no JSON stay as they are: nobody could read them before either.
create function log.structured(headers json, value bytea) returns bytea language plpgsql as $$
declare
  attributes text;
begin
  select string_agg(
      to_json(substr(h.key, 4))::text || ':' ||
        case when h.key = 'ce_dossier' and h.value ~ '^[1-9][0-9]{8}$' then h.value else to_json(h.value)::text end,
      ',' order by h.place)
    into attributes
    from json_each_text(headers) with ordinality as h (key, value, place) where h.key like 'ce\_%';
  return convert_to('{' || attributes || ',"data":' || convert_from(value, 'UTF8')::json::text || '}', 'UTF8');
exception when others then
  return value;
end
$$;

update log.message set value = log.structured(headers, value);
drop function log.structured(json, bytea);
alter table log.message drop column headers;

drop function log.append(text[], smallint[], text[], json[], integer[], bytea);

-- Appends messages in the order given; returns the first offset that each partition gave them.
-- One call is one transaction and one round trip: the partitions stay locked for the time of one commit.
-- Values come end to end in one parameter, which travels as bytes; an array of bytea would travel as hexadecimal text.
create function log.append(topics text[], slices smallint[], keys text[], sizes integer[], content bytea)
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
    from unnest(topics, slices, keys, sizes) with ordinality as i (topic, slice, key, size, place)
  ), counted as (
    select i.topic, i.slice, count(*) as count from input i group by i.topic, i.slice
  ), given as (
    update log.partition p set next_offset = p.next_offset + c.count
    from counted c
    where p.topic = c.topic and p.slice = c.slice
    returning p.topic, p.slice, p.next_offset - c.count as first_offset
  ), inserted as (
    insert into log.message (topic, slice, "offset", key, value)
    select i.topic, i.slice, g.first_offset + i.rank, i.key, substring(content from (i.start + 1)::integer for i.size)
    from input i join given g on g.topic = i.topic and g.slice = i.slice
  )
  select g.topic, g.slice, g.first_offset from given g;
end
$$;
