-- Which log this database belongs to, noted at the first start: whoever opens it on another kind is refused.
create table custody.log_origin (
  single boolean primary key default true check (single),
  -- 'local-kafka': a Kafka of one machine, in the data directory of the hub
  kind text not null check (kind in ('embedded', 'kafka', 'local-kafka')),
  -- null for the embedded log
  topic_prefix text,
  slices smallint not null,
  noted_at timestamptz not null default now()
);
