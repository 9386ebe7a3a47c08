-- One narrow row per dossier, written with it: lists of anomalies and expectations find their dossiers here without
-- reading records. Keys and indexes are in 0004, like those of the records in 0002.
create table attention (
  number integer not null,
  trainee_id uuid not null,
  slice smallint not null,
  -- systems with a live fact in the dossier, SIRETs on its financing lines
  watchers text[] not null,
  -- codes of the record's anomalies, each once
  anomalies text[] not null,
  -- names of its expectations, each once
  expected text[] not null,
  -- the earliest due day that the record itself knows
  due_by date,
  -- some expectation has its day from the session
  undated boolean not null
  -- Watchers, the only column indexed beside the key, seldom change: with room on the page the updates stay off the indexes.
) with (fillfactor = 80);
