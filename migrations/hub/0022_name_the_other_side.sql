-- An alarm about two organisations names both.
alter table access.alarm add column counterpart text;
drop index access.alarm_open;
create unique index alarm_open on access.alarm (kind, organisation, client_id, agent, address, counterpart)
  nulls not distinct where acknowledged_at is null;
