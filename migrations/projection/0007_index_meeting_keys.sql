create index session_meeting_keys on session using gin (meeting_keys) where meeting_keys <> '{}';
-- The offer that a Région pays (LHEO financer 2), in the order in which it is listed.
create index session_regional on session (reference) where financers @> '{2}';
