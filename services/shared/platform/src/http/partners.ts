import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { HubError } from '@hub/core';
import type { JSONWebKeySet } from 'jose';
import type { Pool } from 'pg';

export const partnerKinds = ['source', 'financer', 'cep-operator', 'authority', 'operator'] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/** A machine that talks to the hub, and what its convention lets it do. */
export interface Partner {
  readonly clientId: string;
  readonly kind: PartnerKind;
  /** 14 digits; null where the partner needs none (the hub's own operators). */
  readonly siret: string | null;
  /** System names (`kairos`, `eos`) it may write for. */
  readonly sources: readonly string[];
  /** Values of `Hub-Purpose` that it may name. */
  readonly purposes: readonly string[];
}

export interface PartnerRow extends Partner {
  /** RFC 3339. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Until when the secret before the last rotation still works; null: there is none that does. */
  readonly oldSecretUntil: string | null;
  /** Public keys for `private_key_jwt`; null where the partner uses a secret. */
  readonly jwks: JSONWebKeySet | null;
}

const columns = `client_id as "clientId", kind, siret, sources, purposes, jwks,
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt",
  to_char(revoked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "revokedAt",
  case when previous_secret_hash is not null and previous_secret_until > now()
    then to_char(previous_secret_until at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as "oldSecretUntil"`;

/**
 * Adds a partner and gives the secret made for it, shown once and stored as a hash only; null where public keys are
 * registered instead. Throws `wrong-use` if the name is taken.
 */
export async function addPartner(
  pool: Pool,
  partner: Partner,
  options: { readonly clientSecret?: string; readonly jwks?: JSONWebKeySet } = {},
): Promise<{ readonly clientSecret: string | null }> {
  const clientSecret = options.jwks === undefined ? (options.clientSecret ?? newSecret()) : null;
  const { rowCount } = await pool.query(
    `insert into access.partner (client_id, secret_hash, jwks, kind, siret, sources, purposes)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (client_id) do nothing`,
    [
      partner.clientId,
      clientSecret === null ? null : await hashSecret(clientSecret),
      options.jwks === undefined ? null : JSON.stringify(options.jwks),
      partner.kind,
      partner.siret,
      partner.sources,
      partner.purposes,
    ],
  );
  if (rowCount === 0) throw new HubError('wrong-use', `There is already a partner "${partner.clientId}".`);
  return { clientSecret };
}

export async function listPartners(pool: Pool): Promise<readonly PartnerRow[]> {
  const { rows } = await pool.query<PartnerRow>(`select ${columns} from access.partner order by client_id`);
  return rows;
}

/** The partner, revoked ones included; null if there is none of this name. */
export async function findPartner(pool: Pool, clientId: string): Promise<PartnerRow | null> {
  if (!canBeStored(clientId)) return null;
  const { rows } = await pool.query<PartnerRow>(`select ${columns} from access.partner where client_id = $1`, [
    clientId,
  ]);
  return rows[0] ?? null;
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
  const { rows } = await pool.query<PartnerRow & { hash: string | null; previous: string | null }>(
    `select ${columns}, secret_hash as hash,
       case when previous_secret_until > now() then previous_secret_hash end as previous
     from access.partner where client_id = $1 and revoked_at is null`,
    [canBeStored(clientId) ? clientId : ''],
  );
  const row = rows[0];
  const present = await secretFits(clientSecret, row?.hash ?? nobodysHash);
  const previous = !present && row?.previous != null && (await secretFits(clientSecret, row.previous));
  return row !== undefined && row.hash !== null && (present || previous) ? row : null;
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
