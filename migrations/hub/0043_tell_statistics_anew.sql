-- A month may be told anew where a fault of the hub was mended; what was told before stays, under its week
-- (docs/decisions/0052).
alter table statistics.cell drop constraint cell_measure_month_fkey;
alter table statistics.cell drop constraint cell_pkey;
alter table statistics.closed_month drop constraint closed_month_pkey;
alter table statistics.closed_month
  -- why it was told anew; null: it was told for the first time
  add column reason text,
  add primary key (measure, month, week);
alter table statistics.cell add column week text;
update statistics.cell c set week = m.week
  from statistics.closed_month m where (m.measure, m.month) = (c.measure, c.month);
alter table statistics.cell
  alter column week set not null,
  add primary key (measure, crossing, month, week, keys),
  add foreign key (measure, month, week) references statistics.closed_month on delete cascade;
