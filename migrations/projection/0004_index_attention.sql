alter table attention add constraint attention_pkey primary key (number);
create index attention_watchers on attention using gin (watchers);
