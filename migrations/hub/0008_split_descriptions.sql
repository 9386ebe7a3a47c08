-- When the source recorded what it was last known to say of a trainee stood in the digest, after an `@`. A row that a
-- process of the release before writes still has it there: its digest is equal to no other, and the source's description
-- is published once more.
alter table registry.description add column recorded_at timestamptz not null default 'epoch';
update registry.description
  set digest = split_part(digest, '@', 1), recorded_at = split_part(digest, '@', 2)::timestamptz
  where digest like '%@_%';
