import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { raiseAlarm } from '../alarms/alarms.ts';
import { secretsOfClient } from './clients.ts';
import type { Partner } from './partner.ts';
import { isSlow, secretFits } from './secret-hash.ts';

/** `later`: too many wrong secrets were tried from this address; whether this one is right is not said. */
export type SignIn =
  | { readonly status: 'known'; readonly partner: Partner }
  | { readonly status: 'wrong'; readonly tries: number }
  | { readonly status: 'later'; readonly seconds: number };

export interface SecretTry {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the machine that asks. */
  readonly address: string;
}

/** What the CNIL takes for the most (deliberation SAN-2026-003 found fault with fifty). */
export const wrongSecretsMax = 10;
const firstWaitSeconds = 60;
const waitSecondsMax = 3_600;

/**
 * The partner if the secret is its present one, or its last one within the overlap. Wrong ones are counted by client and
 * address, in the database, for every process alike: after ten, that address waits before it may try this client again, a
 * minute first and twice as long after each further one; any other address goes on as before. A slow comparison is
 * counted before it is made, so that no more than ten are made whoever asks at once, and two run at a time.
 */
export async function signIn(pool: Pool, given: SecretTry): Promise<SignIn> {
  const { clientId, clientSecret } = given;
  const address = networkOf(given.address);
  const bucket = bucketOf(clientId);
  const found = await secretsOfClient(pool, clientId, { address, bucket });
  if (found.waitSeconds !== null) return { status: 'later', seconds: found.waitSeconds };
  const counted = { client: found.partner?.clientId ?? bucket, address };
  const hashes = [found.hash, found.previous].filter((hash) => hash !== null);
  const slow = hashes.some(isSlow) ? await countTry(pool, counted) : null;
  if (slow?.status === 'later') return slow;
  if (found.partner !== null && (await fitsAny(clientSecret, hashes))) {
    if (slow !== null || found.tries > 0) await forgetTries(pool, counted);
    return { status: 'known', partner: found.partner };
  }
  const wrong = slow ?? (await countTry(pool, counted));
  if (wrong.status === 'wrong' && wrong.tries >= wrongSecretsMax) await ring(pool, found.partner, address, wrong.tries);
  return wrong;
}

/** A name that nobody has is not kept: who is asked for may be anything. */
async function ring(pool: Pool, partner: Partner | null, address: string, count: number): Promise<void> {
  const { siret: organisation = null, clientId = null } = partner ?? {};
  const limit = wrongSecretsMax;
  await raiseAlarm(pool, {
    kind: 'wrong-secrets',
    organisation,
    clientId,
    agent: null,
    address,
    counterpart: null,
    count,
    limit,
  });
}

async function fitsAny(secret: string, hashes: readonly string[]): Promise<boolean> {
  for (const hash of hashes) {
    const fits = isSlow(hash) ? await inTurn(() => secretFits(secret, hash)) : await secretFits(secret, hash);
    if (fits) return true;
  }
  return false;
}

/** Node has four threads for scrypt, gzip and files: others keep two of them. */
const slowAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** How many wait is bounded by the count: ten for each client and address. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= slowAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

interface Counted {
  readonly client: string;
  readonly address: string;
}

/** One statement is the count and the gate: of many tries at once, as many as may are counted, and the others wait. */
async function countTry(pool: Pool, { client, address }: Counted): Promise<Exclude<SignIn, { status: 'known' }>> {
  const { rows } = await pool.query<{ tries: number | null; seconds: number }>(
    `with past as (
       delete from access.wrong_secret
       where tried_at < clock_timestamp() - interval '1 day' and (client, address) <> ($1, $2)),
     counted as (
       insert into access.wrong_secret as known (client, address, tries, tried_at) values ($1, $2, 1, clock_timestamp())
       on conflict (client, address) do update set tried_at = clock_timestamp(),
         tries = case when known.tried_at < clock_timestamp() - interval '1 day' then 1 else known.tries + 1 end,
         blocked_until = case when known.tries + 1 >= $3 and known.tried_at > clock_timestamp() - interval '1 day' then
           clock_timestamp() + least($4 * 2 ^ least(known.tries + 1 - $3, 20), $5) * interval '1 second' end
       where coalesce(known.blocked_until <= clock_timestamp(), true)
       returning tries)
     select (select tries from counted) as tries, coalesce((
       select ceil(extract(epoch from blocked_until - clock_timestamp())) from access.wrong_secret
       where client = $1 and address = $2), 0)::integer as seconds`,
    [client, address, wrongSecretsMax, firstWaitSeconds, waitSecondsMax],
  );
  const { tries = null, seconds = 0 } = rows[0] ?? {};
  // Of a row that another transaction changed at this very moment, this statement sees the state before.
  if (tries === null) return { status: 'later', seconds: seconds > 0 ? seconds : firstWaitSeconds };
  return { status: 'wrong', tries };
}

async function forgetTries(pool: Pool, { client, address }: Counted): Promise<void> {
  await pool.query('delete from access.wrong_secret where client = $1 and address = $2', [client, address]);
}

/** A machine has a whole /64 of IPv6 to itself, and would count as another with each address of it. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  const [head = ''] = address.split('%');
  const [before = '', after] = head.split('::');
  const groups = before.split(':').filter((group) => group !== '');
  const rest = after === undefined ? [] : after.split(':').filter((group) => group !== '');
  const zeros = after === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...rest].slice(0, 4).join(':');
}

/** No partner's name begins so. */
function bucketOf(clientId: string): string {
  return `?${createHash('sha256').update(clientId).digest()[0]}`;
}
