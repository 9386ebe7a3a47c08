-- What each service may do in this database. Run again after the migrations, whenever one of them or this file is new.
-- hub_process is what every process does for itself: it says how it is, knows its secrets by their check values, speaks with
-- the embedded log. A pool takes its role when it connects (postgres/connection.ts); commands run under their login user.
-- Whoever adds a table adds a line: test/integration/database-roles.test.ts names the tables that have none.
do $$
declare
  roles constant text[] := array['hub_process', 'hub_gateway', 'hub_projector', 'hub_query', 'hub_dispatcher'];
  missing text[] := '{}';
  role text;
  given record;
  version record;
begin
  -- Roles belong to the whole server: other databases of it may make them at this moment.
  foreach role in array roles loop
    if exists (select from pg_roles where rolname = role) then continue; end if;
    begin
      execute format('create role %I nologin', role);
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then missing := missing || role;
    end;
  end loop;
  if missing <> '{}' then
    raise warning 'This user may not create roles: % are missing, and services run under their login user.', missing;
    return;
  end if;

  for given in
    select t.name, t.privileges[i] as privileges, roles[i] as role
    from (values
      -- name, and what hub_process, hub_gateway, hub_projector, hub_query and hub_dispatcher may; the last: nothing, unless said
      ('registry.trainee', array['select (trainee_id)', 'select, insert, update', 'select (trainee_id)', 'select']),
      ('registry.alias', array['select (pepper_version)', 'select, insert, update, delete', 'select (kind)', 'select']),
      ('sequence registry.dossier_sequence', array['select', 'usage, select', '', '']),
      ('registry.dossier', array['select (number)', 'select, insert, update', 'select (number)', 'select']),
      ('registry.description', array['', 'select, insert, update, delete', '', '']),
      ('registry.link', array['', 'select, insert', '', 'select']),
      ('registry.verdict', array['', 'select, insert, update', '', 'select']),
      ('registry.identity_mark', array['', 'select, insert, update, delete', '', 'select']),
      ('registry.door_day', array['', 'select, insert, update, delete', '', 'select']),
      ('registry.keyless', array['', 'select', '', 'select']),
      ('registry.destroyed', array['', 'select, insert, update', 'select', 'select']),
      ('registry.tombstone', array['', 'select, insert, delete', '', '']),
      ('registry.hold', array['', 'select, insert, update, delete', '', 'select']),
      ('registry.pepper', array['select', 'select, insert, update, delete', '', 'select']),
      ('access.organisation', array['', 'select, insert, update', '', 'select', 'select']),
      ('access.convention', array['', 'select, insert, update', '', 'select', 'select']),
      ('access.partner', array['', 'select, insert, update', '', 'select', 'select']),
      ('access.assertion', array['', 'select, insert, update, delete', '', 'select, insert, update, delete']),
      ('access.wrong_secret', array['', 'select, insert, update, delete', '', 'select, insert, update, delete']),
      -- Appended to, and read by who looks after it: never changed, never emptied.
      ('access.trace', array['', 'select, insert', '', 'select, insert']),
      ('access.trace_hold', array['', 'select, insert, update', '', 'select']),
      ('access.trace_writer', array['', 'select, insert, update', '', 'select, insert, update']),
      ('access.quota_item', array['', 'select, insert, update, delete', '', 'select, insert, update, delete']),
      ('access.quota_count', array['', 'select, insert, update, delete', '', 'select, insert, update, delete']),
      ('access.alarm', array['select', 'select, insert, update', '', 'select, insert, update', 'select, insert, update']),
      ('admin.audit', array['', 'select, insert', 'insert', '', 'insert']),
      ('admin.job', array['', 'select, insert, update, delete', 'select, insert, update, delete', 'select, insert, update']),
      ('data_set.data_set', array['', 'select, insert', '', 'select, insert, update, delete']),
      ('conformance.shown', array['', 'select, insert, update', '', 'select, insert, update', 'select, insert, update']),
      ('log.epoch', array['select, insert', '', '', '']),
      ('log.partition', array['select, insert, update', '', '', '']),
      ('log.message', array['select, insert', '', '', '']),
      ('projection.version', array['select', 'select', 'select, insert, update', 'select']),
      ('projection.active', array['select', 'select', 'select, insert, update', 'select']),
      ('projection.lease', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.projector', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.parked', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.echo', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.freshness', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.comparison', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('projection.full_dossier', array['', 'select', 'select, insert, delete', '']),
      ('projection.full_source', array['', 'select', 'select, insert, update, delete', '']),
      ('rectification.request', array['', '', 'select', 'select, insert, update']),
      ('feed.epoch', array['', '', 'select', 'select']),
      ('feed.slice', array['', '', 'select, insert, update', 'select, update']),
      ('feed.dossier', array['', '', 'select, insert, update', 'select']),
      ('feed.session', array['', '', 'select, insert, update', 'select']),
      ('feed.event', array['', '', 'select, insert, update', 'select, insert, update']),
      ('feed.relation', array['', '', 'select, insert, update', '']),
      ('feed.sweep', array['', '', 'select, insert, update, delete', '']),
      ('delivery.webhook', array['', '', '', '', 'select, insert, update, delete']),
      ('delivery.secret', array['', '', '', '', 'select, insert, update, delete']),
      ('delivery.message', array['', '', '', '', 'select, insert, update, delete']),
      ('delivery.attempt', array['', '', '', '', 'select, insert, delete']),
      ('statistics.week', array['', 'select', 'select, insert', 'select']),
      ('statistics.closed_month', array['', 'select', 'select, insert', 'select']),
      ('statistics.cell', array['', '', 'select, insert', 'select']),
      ('custody.check_value', array['select, insert, update', 'select, insert, update', '', '']),
      ('custody.log_origin', array['select, insert', '', '', '']),
      ('custody.settled_event', array['select', 'select', 'select, insert, update, delete', 'select']),
      ('health.process', array['select, insert, update, delete', 'select', 'select', 'select', 'select'])
    ) as t (name, privileges)
    cross join generate_subscripts(t.privileges, 1) as i
    where to_regclass(regexp_replace(t.name, '^sequence ', '')) is not null
  loop
    execute format('revoke all on %s from %I', given.name, given.role);
    if given.privileges = '' then continue; end if;
    execute format('grant usage on schema %I to %I', regexp_substr(given.name, '[a-z_]+(?=\.)'), given.role);
    execute format('grant %s on %s to %I', given.privileges, given.name, given.role);
  end loop;

  -- The projector makes, fills and drops the schemas of the versions; readers see what it made.
  execute format('grant create on database %I to hub_projector', current_database());
  foreach role in array roles loop
    begin
      if not pg_has_role(current_user, role, 'member') then execute format('grant %I to current_user', role); end if;
    exception
      when insufficient_privilege then
        raise warning 'This user is no member of %, and cannot become one: grant it the role.', role;
        return;
    end;
  end loop;
  alter default privileges for role hub_projector grant usage on schemas to hub_process, hub_gateway, hub_query;
  alter default privileges for role hub_projector grant select on tables to hub_process, hub_gateway, hub_query;
  -- Versions of before there were roles.
  for version in
    select n.nspname as schema from projection.version v join pg_namespace n on n.nspname = v.schema_name
    where pg_get_userbyid(n.nspowner) <> 'hub_projector'
  loop
    execute format('alter schema %I owner to hub_projector', version.schema);
    execute format('grant usage on schema %I to hub_process, hub_gateway, hub_query', version.schema);
    for given in select tablename as name from pg_tables where schemaname = version.schema loop
      execute format('alter table %I.%I owner to hub_projector', version.schema, given.name);
      execute format('grant select on %I.%I to hub_process, hub_gateway, hub_query', version.schema, given.name);
    end loop;
  end loop;
end
$$;
