-- By which kind of number somebody was searched for; never the number. Null: by none, or written before this was kept.
alter table access.trace add column searched_by text
  check (searched_by in ('nir', 'nia', 'franceTravailNumber', 'partnerNumber'));
