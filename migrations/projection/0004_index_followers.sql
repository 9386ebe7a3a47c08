create index trainee_followers on trainee using gin (followers) where followers <> '{}';
