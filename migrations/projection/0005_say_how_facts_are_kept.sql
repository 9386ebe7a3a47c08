-- By brotli (RFC 7932) since rows have shape 4 (decision 47).
comment on column dossier.facts is 'JSON of the fact set, brotli';
comment on column trainee.facts is 'JSON of the fact set, brotli';
comment on column session.facts is 'JSON of the fact set, brotli';
