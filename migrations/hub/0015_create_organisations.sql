-- Who has rights: an organisation, known by its SIRET, never a machine. What it may do is in its convention in force; a
-- machine (access.partner) acts for one organisation and writes for named sources.
create table access.organisation (
  siret text primary key check (siret ~ '^[0-9]{14}$'),
  name text not null,
  -- region, opco, transitions-pro, agefiph, france-travail, mission-locale, cap-emploi, cep-operator, pay-body, certifier,
  -- authority, hub-operator, system-only
  kinds text[] not null check (cardinality(kinds) > 0),
  created_at timestamptz not null default now()
);

create table access.convention (
  convention_id uuid primary key default gen_random_uuid(),
  siret text not null references access.organisation,
  -- first and last day, Europe/Paris; valid_to null: until it is ended
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  purposes text[] not null default '{}',
  -- of what decide gives, which categories this organisation may be given at all; empty: all of them
  categories text[] not null default '{}',
  -- empty: everywhere
  territories text[] not null default '{}',
  -- CIDR; empty: any
  addresses text[] not null default '{}',
  -- what differs from the defaults
  limits jsonb not null default '{}',
  -- { "<exception>": persons a month }
  exceptions jsonb not null default '{}',
  -- history is being loaded: no webhooks, no echo alarms, no quota hits
  takeover boolean not null default false,
  created_at timestamptz not null default now()
);
create index convention_of_organisation on access.convention (siret, valid_from);

-- Partners of before were machines with a kind. Of a financer nobody said of which kind: an operator says it.
update access.partner set siret = '00000000000000' where siret is null;
insert into access.organisation (siret, name, kinds)
select siret, min(client_id), array_agg(distinct case kind
    when 'authority' then 'authority' when 'cep-operator' then 'cep-operator' when 'operator' then 'hub-operator'
    else 'system-only' end)
  from access.partner group by siret;
insert into access.convention (siret, valid_from, purposes)
select partner.siret, min(partner.created_at)::date, array_agg(distinct purpose) filter (where purpose is not null)
  from access.partner left join unnest(partner.purposes) purpose on true
  group by partner.siret having count(purpose) > 0;
insert into access.convention (siret, valid_from)
select siret, min(created_at)::date from access.partner
  where not exists (select from access.convention where convention.siret = partner.siret) group by siret;

alter table access.partner
  drop column kind,
  drop column purposes,
  alter column siret set not null,
  add foreign key (siret) references access.organisation,
  -- kinds of identifiers (nir, nia, france-travail) that what it reports may bind to a person who is known already
  add column certifies text[] not null default '{}';
