-- Versions record the shape of their rows: rows of shape 1 hold facts and record as JSON text, with a narrow table beside.
-- A process that knows nothing of shapes writes shape 1, hence the default.
alter table projection.version add column shape smallint not null default 1;

-- The rules that the rows were made by: readers describe facts by the rules of the version that they are given, so that
-- columns and answers say the same until another version is promoted. Null in shape 1, whose records were stored.
alter table projection.version add column rules json;

-- Events that the log held when the version was begun: what its progress is shown against while it is built.
alter table projection.version add column events_wanted bigint not null default 0;

-- Dossiers that hold as many facts as they may: written by the projector, read by the door, which refuses more.
create table projection.full_dossier (
  number integer primary key
);
insert into projection.full_dossier (number) select number from registry.dossier where is_full;
-- Nothing of this release reads or writes registry.dossier.is_full. The column stays so that a process of the release
-- before, which goes on beside this one, finds it.
