-- By what a session is found that may be the same as another: organisation, place and days in one text (core, meetingKeys).
alter table session add column meeting_keys text[] not null;
