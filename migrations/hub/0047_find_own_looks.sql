-- Whoever looked finds again what it was (`GET /v1/consultations`): the newest rows of one agent of one client.
create index trace_of_agent on access.trace (client_id, agent, read_at, writer, sequence) where agent is not null;
