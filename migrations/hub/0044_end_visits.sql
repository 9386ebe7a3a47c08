-- Visits of persons that were ended by them (docs/decisions/0060): a cookie that somebody kept of one opens nothing. A row goes
-- once its visit would have ended by itself. Of whom it was does not stand here.
create schema console;

create table console.ended_visit (
  visit_id uuid primary key,
  forget_at timestamptz not null
);
