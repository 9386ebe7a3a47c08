-- What each service may do in the key store: the projector nothing at all. Run again as grants-hub.sql says.
do $$
declare
  roles constant text[] := array['hub_gateway', 'hub_projector', 'hub_query'];
  missing text[] := '{}';
  role text;
  given record;
begin
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
      -- name, and what hub_gateway, hub_projector and hub_query may
      ('keys.trainee_key', array['select, insert, update, delete', '', 'select']),
      ('keys.kek_epoch', array['select, insert, update, delete', '', 'select']),
      ('keys.ended_epoch', array['select, insert', '', 'select']),
      ('keys.destroyed', array['select, insert, update', '', 'select']),
      ('keys.identity_mark', array['select, insert, update, delete', '', 'select']),
      ('keys.check_value', array['select, insert', '', 'select, insert'])
    ) as t (name, privileges)
    cross join generate_subscripts(t.privileges, 1) as i
    where to_regclass(t.name) is not null
  loop
    execute format('revoke all on %s from %I', given.name, given.role);
    if given.privileges = '' then continue; end if;
    execute format('grant usage on schema keys to %I', given.role);
    execute format('grant %s on %s to %I', given.privileges, given.name, given.role);
  end loop;

  foreach role in array array['hub_gateway', 'hub_query'] loop
    begin
      if not pg_has_role(current_user, role, 'member') then execute format('grant %I to current_user', role); end if;
    exception
      when insufficient_privilege then
        raise warning 'This user is no member of %, and cannot become one: grant it the role.', role;
    end;
  end loop;
  -- A database of its own lets in who opens what is sealed, and nobody else.
  if to_regnamespace('registry') is null then
    execute format('revoke connect on database %I from public', current_database());
    execute format('grant connect on database %I to hub_gateway, hub_query', current_database());
  end if;
end
$$;
