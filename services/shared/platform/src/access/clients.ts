import { HubError, parisDay } from '@hub/core';
import type { JSONWebKeySet } from 'jose';
import type { Pool, PoolClient } from 'pg';
import { type Client, type Convention, defaultLimits, type Limits, type Partner } from './partner.ts';
import { hashOfChosen, hashOfRandom, newSecret } from './secret-hash.ts';

export interface PartnerRow extends Partner {
  /** RFC 3339. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Until when the secret, or the keys, before the last rotation still work; null: there are none that do. */
  readonly oldSecretUntil: string | null;
  /** Public keys for `private_key_jwt`, those before the last rotation included while they work; null: none. */
  readonly jwks: JSONWebKeySet | null;
  readonly hasSecret: boolean;
  /** Who it is to the outside issuer of tokens. */
  readonly outsideSubject: string | null;
}

const timeOf = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const columns = `partner.client_id as "clientId", partner.siret, organisation.kinds, sources, certifies,
  case when previous_jwks is not null and previous_secret_until > now()
    then jsonb_build_object('keys', coalesce(jwks->'keys', '[]') || (previous_jwks->'keys')) else jwks end as jwks,
  secret_hash is not null as "hasSecret", outside_subject as "outsideSubject",
  ${timeOf('partner.created_at')} as "createdAt", ${timeOf('revoked_at')} as "revokedAt",
  case when (previous_secret_hash is not null or previous_jwks is not null) and previous_secret_until > now()
    then ${timeOf('previous_secret_until')} end as "oldSecretUntil", in_force.convention`;

/** Organisations with the convention in force on a day, the parameter of this place. */
const organisationsOn = (place: string) => `access.organisation
  left join lateral (
    select json_build_object('from', valid_from, 'to', valid_to, 'purposes', purposes, 'categories', categories,
      'territories', territories, 'addresses', addresses, 'limits', limits, 'exceptions', exceptions,
      'takeover', takeover, 'delegatedBy', delegated_by, 'dataSets', data_sets) as convention
    from access.convention
    where convention.siret = organisation.siret and valid_from <= ${place}
      and coalesce(valid_to >= ${place}, true)
    order by valid_from desc, convention_id limit 1) in_force on true`;

const partnersOn = (place: string) => `${organisationsOn(place)} join access.partner using (siret)`;

function today(): string {
  return parisDay(Date.now());
}

type StoredPartner = Omit<PartnerRow, 'convention'> & {
  readonly convention: (Omit<Convention, 'limits'> & { readonly limits: Partial<Limits> }) | null;
};

function withLimits<Row extends Pick<StoredPartner, 'convention'>>(row: Row): Row & Pick<PartnerRow, 'convention'> {
  const { convention } = row;
  return {
    ...row,
    convention: convention && { ...convention, limits: { ...defaultLimits, ...convention.limits } },
  };
}

/** How a client shows who it is; without any, a secret is made for it. */
export interface Credentials {
  /** Chosen: it is kept by scrypt, slow to try. */
  readonly clientSecret?: string;
  /** The hub derived it itself, of 256 bits: kept as those that it makes. */
  readonly isRandom?: boolean;
  readonly jwks?: JSONWebKeySet;
  readonly outsideSubject?: string;
}

/**
 * Adds a partner and gives the secret made for it, shown once and stored as a hash only; null where public keys or its name
 * at the outside issuer are registered instead. Its organisation must be there. Throws `wrong-use` if the name is taken.
 */
export async function addPartner(
  client: Pool | PoolClient,
  { clientId, siret, sources, certifies }: Client,
  credentials: Credentials = {},
): Promise<{ readonly clientSecret: string | null }> {
  const { jwks, outsideSubject, clientSecret: chosen, isRandom = chosen === undefined } = credentials;
  if (clientId.startsWith(pagesClient)) {
    throw new HubError('wrong-use', `Names that begin with "${pagesClient}" are those of persons: choose another.`);
  }
  const clientSecret = jwks === undefined && outsideSubject === undefined ? (chosen ?? newSecret()) : null;
  const { rowCount } = await client.query(
    `insert into access.partner (client_id, secret_hash, jwks, outside_subject, siret, sources, certifies)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (client_id) do nothing`,
    [
      clientId,
      clientSecret === null ? null : await hashOf(clientSecret, isRandom),
      jwks === undefined ? null : JSON.stringify(jwks),
      outsideSubject ?? null,
      siret,
      sources,
      certifies,
    ],
  );
  if (rowCount === 0) throw new HubError('wrong-use', `There is already a partner "${clientId}".`);
  return { clientSecret };
}

async function hashOf(secret: string, isRandom: boolean): Promise<string> {
  return isRandom ? hashOfRandom(secret) : hashOfChosen(secret);
}

export interface PartnerFilter {
  readonly siret?: string | undefined;
  readonly source?: string | undefined;
  readonly state?: 'active' | 'revoked' | undefined;
  /** Names behind this one. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

/** By name, revoked ones included unless a state is asked for. */
export async function listPartners(pool: Pool, filter: PartnerFilter = {}): Promise<readonly PartnerRow[]> {
  const { rows } = await pool.query<StoredPartner>(
    `select ${columns} from ${partnersOn('$1')}
     where ($2::text is null or partner.siret = $2) and ($3::text is null or $3 = any(sources))
       and ($4::text is null or ($4 = 'revoked') = (revoked_at is not null)) and ($5::text is null or client_id > $5)
     order by client_id limit $6`,
    [
      today(),
      filter.siret ?? null,
      filter.source ?? null,
      filter.state ?? null,
      filter.after ?? null,
      filter.limit ?? null,
    ],
  );
  return rows.map(withLimits);
}

/** The partner, revoked ones included; null if there is none of this name. */
export function findPartner(pool: Pool | PoolClient, clientId: string): Promise<PartnerRow | null> {
  return findNamed(pool, 'client_id', clientId);
}

/** The same by its name at the outside issuer. */
export function findOutsidePartner(pool: Pool, subject: string): Promise<PartnerRow | null> {
  return findNamed(pool, 'outside_subject', subject);
}

/** The name under which the persons of an organisation read by the pages; no client may have one like it. */
export const pagesClient = 'console-';

/** The same of one organisation. */
export function pagesClientOf(siret: string): string {
  return `${pagesClient}${siret}`;
}

/**
 * Whoever acts for this organisation by the pages: it has the organisation's rights and writes for no source. Null if there
 * is no such organisation.
 */
export async function findOrganisationPartner(
  pool: Pool,
  siret: string,
): Promise<(Partner & Pick<PartnerRow, 'revokedAt'>) | null> {
  const { rows } = await pool.query<Pick<StoredPartner, 'kinds' | 'convention'>>(
    `select kinds, in_force.convention from ${organisationsOn('$2')} where siret = $1`,
    [siret, today()],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const client = { clientId: pagesClientOf(siret), siret, sources: [], certifies: [], revokedAt: null };
  return { ...client, ...withLimits(row) };
}

async function findNamed(
  pool: Pool | PoolClient,
  column: 'client_id' | 'outside_subject',
  name: string,
): Promise<PartnerRow | null> {
  if (!canBeStored(name)) return null;
  const { rows } = await pool.query<StoredPartner>(`select ${columns} from ${partnersOn('$2')} where ${column} = $1`, [
    name,
    today(),
  ]);
  const [row] = rows;
  return row === undefined ? null : withLimits(row);
}

/**
 * No new tokens from now on; tokens already given die everywhere once what `partnerAuth` remembers is 10 s old. Throws
 * `wrong-use` for an unknown name.
 */
export async function revokePartner(client: Pool | PoolClient, clientId: string): Promise<void> {
  const { rowCount } = await client.query(
    'update access.partner set revoked_at = coalesce(revoked_at, now()) where client_id = $1',
    [clientId],
  );
  if (rowCount === 0) throw new HubError('wrong-use', `There is no partner "${clientId}".`);
}

export interface Rotation {
  /** How long the old secret or keys go on working; default one day. */
  readonly overlapSeconds?: number;
  readonly endOldSecret?: boolean;
  /** New public keys in the place of a new secret. */
  readonly jwks?: JSONWebKeySet;
}

/**
 * Gives a new secret, or takes new public keys; the old ones go on working for the overlap, so that a partner changes them
 * without a gap. The hub keeps two of a partner: where the one before the present one still works, it would end at once,
 * and `consent-needed` is thrown unless `endOldSecret` says that it may. Throws `wrong-use` for an unknown or revoked name.
 */
export async function rotatePartner(
  client: Pool | PoolClient,
  clientId: string,
  { overlapSeconds = 86_400, endOldSecret = false, jwks }: Rotation = {},
): Promise<{ readonly clientSecret: string | null }> {
  const clientSecret = jwks === undefined ? newSecret() : null;
  const { rowCount } = await client.query(
    `update access.partner
     set previous_secret_hash = secret_hash, previous_jwks = jwks,
       previous_secret_until = now() + $3 * interval '1 second', secret_hash = $2, jwks = $5
     where client_id = $1 and revoked_at is null
       and ($4 or (previous_secret_hash is null and previous_jwks is null)
         or coalesce(previous_secret_until <= now(), true))`,
    [
      clientId,
      clientSecret === null ? null : hashOfRandom(clientSecret),
      overlapSeconds,
      endOldSecret,
      jwks === undefined ? null : JSON.stringify(jwks),
    ],
  );
  if (rowCount === 1) return { clientSecret };
  const partner = await findPartner(client, clientId);
  if (partner === null || partner.revokedAt !== null) {
    throw new HubError('wrong-use', `There is no partner "${clientId}", or it is revoked.`);
  }
  throw new HubError(
    'consent-needed',
    `The secret that ${clientId} had before its present one works until ${partner.oldSecretUntil}: another rotation ends ` +
      'it at once. Wait until then, or give --end-old-secret.',
  );
}

/** Partners, not revoked, that may write for any of these systems. */
export async function writersOf(
  pool: Pool | PoolClient,
  sources: readonly string[],
): Promise<readonly { readonly clientId: string; readonly siret: string; readonly source: string }[]> {
  const { rows } = await pool.query<{ clientId: string; siret: string; source: string }>(
    `select client_id as "clientId", siret, source from access.partner cross join unnest(sources) as source
     where revoked_at is null and source = any($1::text[]) order by source, client_id`,
    [sources],
  );
  return rows;
}

/** Systems that the clients of an organisation, not revoked, write for, in the order of the clients' names. */
export async function sourcesOfOrganisation(pool: Pool, siret: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ source: string }>(
    `select source from access.partner cross join unnest(sources) with ordinality as named (source, place)
     where siret = $1 and revoked_at is null order by client_id, place`,
    [siret],
  );
  return rows.map(({ source }) => source);
}

/** What a secret of this name is compared with, and how long who asks from there must wait. */
export interface StoredSecrets {
  readonly partner: Partner | null;
  readonly hash: string | null;
  readonly previous: string | null;
  /** Wrong ones tried from this address. */
  readonly tries: number;
  readonly waitSeconds: number | null;
}

/** `bucket`: under which wrong secrets of names that nobody has are counted. */
export async function secretsOfClient(
  pool: Pool,
  clientId: string,
  { address, bucket }: { readonly address: string; readonly bucket: string },
): Promise<StoredSecrets> {
  interface Found extends StoredPartner, Omit<StoredSecrets, 'partner'> {}
  const { rows } = await pool.query<Found>(
    `select known.*, coalesce(tried.tries, 0) as tries,
       case when tried.blocked_until > clock_timestamp() then
         ceil(extract(epoch from tried.blocked_until - clock_timestamp()))::integer end as "waitSeconds"
     from (select) one
     left join (
       select ${columns}, secret_hash as hash, case when previous_secret_until > now() then previous_secret_hash end as previous
       from ${partnersOn('$2')} where client_id = $1 and revoked_at is null) known on true
     left join access.wrong_secret tried on tried.client = coalesce(known."clientId", $4) and tried.address = $3`,
    [canBeStored(clientId) ? clientId : '', today(), address, bucket],
  );
  const [row] = rows;
  if (row === undefined) throw new HubError('internal', 'A look-up of one row gave none.');
  const { hash, previous, tries, waitSeconds, ...partner } = row;
  return { partner: partner.clientId === null ? null : withLimits(partner), hash, previous, tries, waitSeconds };
}

/** PostgreSQL takes no NUL in a text: no partner has such a name, and asking for one would fail. */
function canBeStored(clientId: string): boolean {
  return !clientId.includes('\0');
}

/** What each client that was not revoked may write for. */
export async function sourcesWritten(
  pool: Pool,
): Promise<readonly { readonly clientId: string; readonly sources: readonly string[] }[]> {
  const { rows } = await pool.query<{ clientId: string; sources: readonly string[] }>(
    `select client_id as "clientId", sources from access.partner where revoked_at is null and sources <> '{}'`,
  );
  return rows;
}
