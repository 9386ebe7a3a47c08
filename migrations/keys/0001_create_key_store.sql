-- One key per trainee, wrapped by the KEK, which is never in PostgreSQL.
create schema keys;

create table keys.trainee_key (
  trainee_id uuid primary key,
  -- AES-256-GCM under the KEK: 12 bytes nonce, 32 bytes ciphertext, 16 bytes tag
  wrapped_key bytea not null,
  kek_epoch smallint not null
);
