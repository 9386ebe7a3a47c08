-- What the hub remembers of itself, so that a start notices that something of it was exchanged or lost.
create schema custody;

-- One row for each secret and epoch that this hub was ever started with: never the secret, a keyed check value of it.
create table custody.check_value (
  name text not null check (name in ('kek', 'pepper', 'number', 'receipt', 'token')),
  -- the KEK's epoch, the pepper's version, the token key's kid; '1' for what has none
  epoch text not null,
  -- HMAC-SHA256 under the secret of a fixed text, its first 128 bits
  value bytea not null check (octet_length(value) = 16),
  -- the log that has been told this value; null until then
  log_epoch text,
  noted_at timestamptz not null default now(),
  primary key (name, epoch)
);
