import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { HubError, parisDay } from '@hub/core';
import type { JSONWebKeySet } from 'jose';
import type { Pool, PoolClient } from 'pg';
import { type Client, type Convention, defaultLimits, type Limits, type Partner } from './partner.ts';

export interface PartnerRow extends Partner {
  /** RFC 3339. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Until when the secret before the last rotation still works; null: there is none that does. */
  readonly oldSecretUntil: string | null;
  /** Public keys for `private_key_jwt`; null where the partner uses a secret. */
  readonly jwks: JSONWebKeySet | null;
}

const timeOf = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const columns = `client_id as "clientId", partner.siret, organisation.kinds, sources, certifies, jwks,
  ${timeOf('partner.created_at')} as "createdAt", ${timeOf('revoked_at')} as "revokedAt",
  case when previous_secret_hash is not null and previous_secret_until > now()
    then ${timeOf('previous_secret_until')} end as "oldSecretUntil", in_force.convention`;

/** Partners with their organisation and the convention in force on a day, the parameter of this place. */
const partnersOn = (place: string) => `access.partner join access.organisation using (siret)
  left join lateral (
    select json_build_object('from', valid_from, 'to', valid_to, 'purposes', purposes, 'categories', categories,
      'territories', territories, 'addresses', addresses, 'limits', limits, 'exceptions', exceptions,
      'takeover', takeover) as convention
    from access.convention
    where convention.siret = partner.siret and valid_from <= ${place}
      and coalesce(valid_to >= ${place}, true)
    order by valid_from desc, convention_id limit 1) in_force on true`;

function today(): string {
  return parisDay(Date.now());
}

type StoredPartner = Omit<PartnerRow, 'convention'> & {
  readonly convention: (Omit<Convention, 'limits'> & { readonly limits: Partial<Limits> }) | null;
};

function withLimits<Row extends StoredPartner>(row: Row): Row & PartnerRow {
  const { convention } = row;
  return {
    ...row,
    convention: convention && { ...convention, limits: { ...defaultLimits, ...convention.limits } },
  };
}

/**
 * Adds a partner and gives the secret made for it, shown once and stored as a hash only; null where public keys are
 * registered instead. Its organisation must be there. Throws `wrong-use` if the name is taken.
 */
export async function addPartner(
  pool: Pool | PoolClient,
  { clientId, siret, sources, certifies }: Client,
  options: { readonly clientSecret?: string; readonly jwks?: JSONWebKeySet } = {},
): Promise<{ readonly clientSecret: string | null }> {
  const clientSecret = options.jwks === undefined ? (options.clientSecret ?? newSecret()) : null;
  const secretHash = clientSecret === null ? null : await hashSecret(clientSecret);
  const jwks = options.jwks === undefined ? null : JSON.stringify(options.jwks);
  const { rowCount } = await pool.query(
    `insert into access.partner (client_id, secret_hash, jwks, siret, sources, certifies)
     values ($1, $2, $3, $4, $5, $6) on conflict (client_id) do nothing`,
    [clientId, secretHash, jwks, siret, sources, certifies],
  );
  if (rowCount === 0) throw new HubError('wrong-use', `There is already a partner "${clientId}".`);
  return { clientSecret };
}

export async function listPartners(pool: Pool): Promise<readonly PartnerRow[]> {
  const { rows } = await pool.query<StoredPartner>(`select ${columns} from ${partnersOn('$1')} order by client_id`, [
    today(),
  ]);
  return rows.map(withLimits);
}

/** The partner, revoked ones included; null if there is none of this name. */
export async function findPartner(pool: Pool, clientId: string): Promise<PartnerRow | null> {
  if (!canBeStored(clientId)) return null;
  const { rows } = await pool.query<StoredPartner>(`select ${columns} from ${partnersOn('$2')} where client_id = $1`, [
    clientId,
    today(),
  ]);
  const [row] = rows;
  return row === undefined ? null : withLimits(row);
}

/** No new tokens from now on; tokens already given die within 30 s everywhere. Throws `wrong-use` for an unknown name. */
export async function revokePartner(pool: Pool, clientId: string): Promise<void> {
  const { rowCount } = await pool.query(
    'update access.partner set revoked_at = coalesce(revoked_at, now()) where client_id = $1',
    [clientId],
  );
  if (rowCount === 0) throw new HubError('wrong-use', `There is no partner "${clientId}".`);
}

/**
 * Gives a new secret; the old one goes on working for `overlapSeconds` (default one day), so that a partner changes it
 * without a gap. The hub keeps two secrets of a partner: where the one before the present one still works, it would end
 * at once, and `consent-needed` is thrown unless `endOldSecret` says that it may. Throws `wrong-use` for an unknown or
 * revoked name.
 */
export async function rotatePartner(
  pool: Pool,
  clientId: string,
  options: { readonly overlapSeconds?: number; readonly endOldSecret?: boolean } = {},
): Promise<{ readonly clientSecret: string }> {
  const clientSecret = newSecret();
  const { rowCount } = await pool.query(
    `update access.partner
     set previous_secret_hash = secret_hash, previous_secret_until = now() + $3 * interval '1 second', secret_hash = $2
     where client_id = $1 and revoked_at is null
       and ($4 or previous_secret_hash is null or coalesce(previous_secret_until <= now(), true))`,
    [clientId, await hashSecret(clientSecret), options.overlapSeconds ?? 86_400, options.endOldSecret ?? false],
  );
  if (rowCount === 1) return { clientSecret };
  const partner = await findPartner(pool, clientId);
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
  pool: Pool,
  sources: readonly string[],
): Promise<readonly { readonly clientId: string; readonly source: string }[]> {
  const { rows } = await pool.query<{ clientId: string; source: string }>(
    `select client_id as "clientId", source from access.partner cross join unnest(sources) as source
     where revoked_at is null and source = any($1::text[]) order by source, client_id`,
    [sources],
  );
  return rows;
}

/** The partner if the secret is its present one, or its last one within the overlap. Unknown names cost the same. */
export async function partnerBySecret(pool: Pool, clientId: string, clientSecret: string): Promise<Partner | null> {
  const { rows } = await pool.query<StoredPartner & { hash: string | null; previous: string | null }>(
    `select ${columns}, secret_hash as hash,
       case when previous_secret_until > now() then previous_secret_hash end as previous
     from ${partnersOn('$2')} where client_id = $1 and revoked_at is null`,
    [canBeStored(clientId) ? clientId : '', today()],
  );
  const row = rows[0];
  const present = await secretFits(clientSecret, row?.hash ?? nobodysHash);
  const previous = !present && row?.previous != null && (await secretFits(clientSecret, row.previous));
  return row !== undefined && row.hash !== null && (present || previous) ? withLimits(row) : null;
}

/** PostgreSQL takes no NUL in a text: no partner has such a name, and asking for one would fail. */
function canBeStored(clientId: string): boolean {
  return !clientId.includes('\0');
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

const deriveKey = promisify<string, Buffer, number, Buffer>(scrypt);
const hashBytes = 32;
const nobodysHash = `${Buffer.alloc(16).toString('base64url')}.${Buffer.alloc(hashBytes).toString('base64url')}`;

async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await deriveKey(secret, salt, hashBytes)).toString('base64url')}`;
}

async function secretFits(secret: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.split('.');
  const found = await deriveKey(secret, Buffer.from(salt, 'base64url'), hashBytes);
  const wanted = Buffer.from(expected, 'base64url');
  return wanted.length === hashBytes && timingSafeEqual(found, wanted);
}
