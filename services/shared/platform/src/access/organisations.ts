import { HubError, isSiret, parisDay } from '@hub/core';
import type { Pool, PoolClient } from 'pg';
import { type Convention, defaultLimits, type Limits, type Organisation } from './partner.ts';

export interface OrganisationRow extends Organisation {
  /** RFC 3339. */
  readonly createdAt: string;
  /** Clients that act for it, revoked ones not counted. */
  readonly clients: number;
  /** The first and last day of the convention in force; null: there is none. */
  readonly convention: { readonly id: string; readonly from: string; readonly to: string | null } | null;
}

/** Adds an organisation; one that is there keeps its name and gets these kinds. Throws `wrong-use` for a wrong SIRET. */
export async function putOrganisation(client: Pool | PoolClient, { siret, name, kinds }: Organisation): Promise<void> {
  if (!isSiret(siret)) throw new HubError('wrong-use', 'The SIRET has 14 digits and a check digit that is right.');
  if (kinds.length === 0) throw new HubError('wrong-use', 'An organisation is of at least one kind.');
  await client.query(
    `insert into access.organisation (siret, name, kinds) values ($1, $2, $3)
     on conflict (siret) do update set kinds = excluded.kinds`,
    [siret, name, kinds],
  );
}

export interface OrganisationFilter {
  readonly siret?: string | undefined;
  readonly kind?: string | undefined;
  /** A part of its name, in any letters. */
  readonly name?: string | undefined;
  /** SIRETs behind this one. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

/** By SIRET. */
export async function listOrganisations(
  client: Pool | PoolClient,
  filter: OrganisationFilter = {},
): Promise<readonly OrganisationRow[]> {
  const { rows } = await client.query<OrganisationRow>(
    `select siret, name, kinds, to_json(created_at at time zone 'utc')#>>'{}' || 'Z' as "createdAt",
       (select count(*)::integer from access.partner
        where partner.siret = organisation.siret and revoked_at is null) as clients,
       (select json_build_object('id', convention_id, 'from', valid_from, 'to', valid_to) from access.convention
        where convention.siret = organisation.siret and valid_from <= $1 and coalesce(valid_to >= $1, true)
        order by valid_from desc limit 1) as convention
     from access.organisation
     where ($2::text is null or siret = $2) and ($3::text is null or $3 = any(kinds))
       and ($4::text is null or strpos(lower(name), lower($4)) > 0) and ($5::text is null or siret > $5)
     order by siret limit $6`,
    [
      parisDay(Date.now()),
      filter.siret ?? null,
      filter.kind ?? null,
      filter.name ?? null,
      filter.after ?? null,
      filter.limit ?? null,
    ],
  );
  return rows;
}

export async function findOrganisation(client: Pool | PoolClient, siret: string): Promise<OrganisationRow | null> {
  return (await listOrganisations(client, { siret }))[0] ?? null;
}

/** What is shown of an organisation to its own persons; null: the hub does not know it. */
export async function findAgreedOrganisation(
  pool: Pool,
  siret: string,
): Promise<(Organisation & { readonly isAgreed: boolean }) | null> {
  const { rows } = await pool.query<Organisation & { isAgreed: boolean }>(
    `select siret, name, kinds, exists (select from access.convention
       where convention.siret = organisation.siret and valid_from <= $2 and coalesce(valid_to >= $2, true)) as "isAgreed"
     from access.organisation where siret = $1`,
    [siret, parisDay(Date.now())],
  );
  return rows[0] ?? null;
}

/** Of its limits, those that differ from the defaults; of the rest, what differs from `unsaidTerms`. */
export type NewConvention = Pick<Convention, 'from' | 'purposes'> &
  Partial<Omit<Convention, 'limits'>> & { readonly limits?: Partial<Limits> };

/** What a convention says where nobody says otherwise. */
const unsaidTerms = {
  to: null,
  categories: [],
  territories: [],
  addresses: [],
  limits: {},
  exceptions: {},
  takeover: false,
  delegatedBy: [],
  dataSets: [],
};

export interface ConventionRow extends Convention {
  readonly id: string;
  readonly siret: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export async function addConvention(
  client: Pool | PoolClient,
  siret: string,
  convention: NewConvention,
): Promise<string> {
  const terms = { ...unsaidTerms, ...convention };
  const { from, to, purposes, categories, territories, addresses, limits, exceptions, takeover, delegatedBy } = terms;
  const dataSets = JSON.stringify(terms.dataSets);
  const { rows } = await client.query<{ id: string }>(
    `insert into access.convention
       (siret, valid_from, valid_to, purposes, categories, territories, addresses, limits, exceptions, takeover,
        delegated_by, data_sets)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning convention_id as id`,
    [
      siret,
      from,
      to,
      purposes,
      categories,
      territories,
      addresses,
      limits,
      exceptions,
      takeover,
      delegatedBy,
      dataSets,
    ],
  );
  return rows[0]?.id ?? '';
}

/**
 * The conventions of this organisation that hold on any day from `from` to `to`. The organisation's row is locked: of two
 * that are added at once, the second sees the first.
 */
export async function lockOverlapping(
  client: PoolClient,
  siret: string,
  { from, to = null }: Pick<NewConvention, 'from' | 'to'>,
): Promise<readonly Pick<ConventionRow, 'id' | 'from' | 'to'>[]> {
  await client.query('select from access.organisation where siret = $1 for update', [siret]);
  const { rows } = await client.query<Pick<ConventionRow, 'id' | 'from' | 'to'>>(
    `select convention_id as id, valid_from::text as "from", valid_to::text as "to" from access.convention
     where siret = $1 and coalesce(valid_to >= $2, true) and valid_from <= coalesce($3::date, 'infinity')`,
    [siret, from, to],
  );
  return rows;
}

export interface ConventionFilter {
  readonly id?: string | undefined;
  readonly siret?: string | undefined;
  /** In force on this day. */
  readonly on?: string | undefined;
  /** Those behind this one. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

/** By organisation, the newest first. */
export async function listConventions(
  client: Pool | PoolClient,
  filter: ConventionFilter = {},
): Promise<readonly ConventionRow[]> {
  const { rows } = await client.query<Omit<ConventionRow, 'limits'> & { limits: Partial<Limits> }>(
    `select convention_id as id, siret, valid_from::text as "from", valid_to::text as "to", purposes, categories,
       territories, addresses, limits, exceptions, takeover, delegated_by as "delegatedBy", data_sets as "dataSets",
       to_json(created_at at time zone 'utc')#>>'{}' || 'Z' as "createdAt"
     from access.convention
     where ($1::uuid is null or convention_id = $1) and ($2::text is null or siret = $2)
       and ($3::date is null or (valid_from <= $3 and coalesce(valid_to >= $3, true)))
       and ($4::uuid is null or (siret, -(valid_from - date '2000-01-01'), convention_id) >
         (select former.siret, -(former.valid_from - date '2000-01-01'), former.convention_id
          from access.convention former where former.convention_id = $4))
     order by siret, valid_from desc, convention_id limit $5`,
    [filter.id ?? null, filter.siret ?? null, filter.on ?? null, filter.after ?? null, filter.limit ?? null],
  );
  return rows.map((row) => ({ ...row, limits: { ...defaultLimits, ...row.limits } }));
}

export async function findConvention(client: Pool | PoolClient, id: string): Promise<ConventionRow | null> {
  return (await listConventions(client, { id }))[0] ?? null;
}

/** `to`: its last day, not before its first. */
export async function endConvention(client: Pool | PoolClient, id: string, to: string): Promise<void> {
  await client.query('update access.convention set valid_to = $2 where convention_id = $1', [id, to]);
}

/** Why an organisation without a convention in force has none today; `day`: the next first or the past last day. */
export type ConventionGap = { readonly gap: 'missing' } | { readonly gap: 'not-yet' | 'ended'; readonly day: string };

export async function conventionGap(pool: Pool, siret: string): Promise<ConventionGap> {
  const { rows } = await pool.query<{ next: string | null; last: string | null }>(
    `select min(valid_from) filter (where valid_from > $2)::text as next, max(valid_to) filter (where valid_to < $2)::text as last
     from access.convention where siret = $1`,
    [siret, parisDay(Date.now())],
  );
  const { next = null, last = null } = rows[0] ?? {};
  if (next !== null) return { gap: 'not-yet', day: next };
  return last === null ? { gap: 'missing' } : { gap: 'ended', day: last };
}
