import { HubError, type HubErrorCode, type Position } from '@hub/core';
import { type HeldKeyStore, holdConnection, logGivenUp, type ProblemError, problem } from '@hub/platform';
import type { PoolClient } from 'pg';
import { finishDestructions } from '../destroyed-trainees.ts';
import { closeConnection, isRegistryClaimed, shareRegistry } from '../registry-lock.ts';
import { compareStores, marksOfStores, type ReadinessOptions } from './compare-stores.ts';
import { closeShare, markCompared, noteAppended, type RegistryShare } from './identity-share.ts';

/** Whether this gateway may reserve anything in the registry. */
export interface RegistryReadiness {
  readonly options: ReadinessOptions;
  /** Null: nothing may be reserved. */
  share: RegistryShare | null;
  checking: Promise<void> | null;
  /** How far a long comparison has come. */
  progress: { readonly events: number; readonly eventsTotal: number } | null;
  refused: Refusal | null;
  /** Trainees found without a key, of whom the log was asked already. */
  readonly keylessSeen: Set<string>;
  distrustedAt: number;
  readonly closing: AbortController;
}

interface Refusal {
  readonly why: unknown;
  readonly at: number;
  readonly tookMs: number;
  /** Where the marks of both stores stood. */
  readonly marks: string | null;
}

/** A refusal is looked at again after this long, so that a rebuilt registry is served without a restart. */
const refusalMs = 1_000;
const longMs = 5_000;
const retryAfterSeconds = '30';

/** Checks at once, so that the first request need not wait and the log says early what is wrong. */
export function openReadiness(options: ReadinessOptions): RegistryReadiness {
  const readiness: RegistryReadiness = {
    options,
    share: null,
    checking: null,
    progress: null,
    refused: null,
    keylessSeen: new Set(),
    distrustedAt: Number.NEGATIVE_INFINITY,
    closing: new AbortController(),
  };
  ensureReady(readiness).catch(() => {});
  return readiness;
}

/**
 * Resolves where this gateway holds its share of the registry, and registry and key store know whom the log names; without
 * a statement where it did before and its connections still stand. Throws `registry-in-use` while it is rebuilt,
 * `registry-behind-log` and `key-missing` where known people would get new ids, numbers or keys, `log-epoch-changed`,
 * `log-offset-out-of-range`, `database-unavailable`, `log-unavailable`.
 */
async function ensureReady(readiness: RegistryReadiness): Promise<void> {
  if (readiness.share !== null) return;
  const { refused, closing } = readiness;
  if (closing.signal.aborted) throw closes();
  if (refused !== null && performance.now() - refused.at < refusalMs) throw refused.why;
  readiness.checking ??= check(readiness).finally(() => {
    readiness.checking = null;
    readiness.progress = null;
  });
  await readiness.checking;
}

/** The same for a route: throws what the caller may know of it, and when to come back. */
export async function ensureReadyForRequest(readiness: RegistryReadiness): Promise<void> {
  try {
    await ensureReady(readiness);
  } catch (error) {
    throw error instanceof HubError && !error.retryable ? refusalOf(error) : error;
  }
}

function refusalOf({ message }: HubError): ProblemError {
  return problem(503, 'unavailable', 'The hub cannot take events for the moment.', {
    detail: `${message} What was sent may be sent again: it is safe.`,
    headers: { 'retry-after': retryAfterSeconds },
  });
}

/** Whether events are taken, as far as the stores go; `why` not is a sentence for operators that says what to do. */
export type RegistryState =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: HubErrorCode; readonly why: string };

/** Never waits. Where no event is taken it looks again behind the answer, as a request would. */
export function registryState(readiness: RegistryReadiness): RegistryState {
  if (readiness.share !== null) return { ok: true };
  ensureReady(readiness).catch(() => {});
  const { refused, progress } = readiness;
  if (refused?.why instanceof HubError) return { ok: false, code: refused.why.code, why: refused.why.message };
  if (refused !== null) return { ok: false, code: 'internal', why: String(refused.why) };
  const how = progress === null ? '' : ` (${progress.events} of ${progress.eventsTotal} events)`;
  return {
    ok: false,
    code: 'registry-in-use',
    why: `The registry and the key store are being compared with the log${how}.`,
  };
}

/** A comparison under way ends where it is. */
export async function closeReadiness(readiness: RegistryReadiness): Promise<void> {
  readiness.closing.abort(closes());
  await readiness.checking?.catch(() => {});
  const { share } = readiness;
  readiness.share = null;
  if (share !== null) await closeShare(share);
}

/**
 * What was appended under this share, by whoever held it before it reserved anything. Of a share that was lost nothing is
 * said: the registry may have been rebuilt between the reservation and the append.
 */
export function noteOnLog(
  readiness: RegistryReadiness,
  share: RegistryShare | null,
  positions: readonly Position[],
): void {
  if (share === null || readiness.share !== share) return;
  const onPutBack = () => distrust(readiness, share, 'a mark in the registry or the key store is older than it was');
  noteAppended(share, positions, onPutBack, readiness.options.logger);
}

const distrustMs = 10_000;
const keylessSeenMax = 1_000;

/** Trainees of the registry who have no key: the stores are compared with the log again, once for each of them. */
export function noteKeyless(readiness: RegistryReadiness, trainees: readonly string[]): void {
  const { share, keylessSeen } = readiness;
  const isNew = trainees.some((trainee) => !keylessSeen.has(trainee));
  if (share === null || !isNew || performance.now() - readiness.distrustedAt < distrustMs) return;
  if (keylessSeen.size > keylessSeenMax) keylessSeen.clear();
  for (const trainee of trainees) keylessSeen.add(trainee);
  distrust(readiness, share, 'the key store has no key for somebody whom the registry knows');
}

function distrust(readiness: RegistryReadiness, share: RegistryShare, why: string): void {
  if (readiness.share !== share) return;
  readiness.distrustedAt = performance.now();
  readiness.options.logger.error({ why }, 'no event is taken until registry and key store were compared with the log');
  loseShare(readiness, share);
}

function loseShare(readiness: RegistryReadiness, share: RegistryShare): void {
  if (readiness.share === share) readiness.share = null;
  void closeShare(share, true);
}

async function check(readiness: RegistryReadiness): Promise<void> {
  const { options, refused, closing } = readiness;
  const startedAt = performance.now();
  let marks: string | null = null;
  try {
    // Before anything is compared: what somebody mends meanwhile is a change.
    marks = await marksBefore(options);
    requireChange(refused, marks);
    readiness.share = await takeShare(readiness);
    if (refused !== null) options.logger.info('registry and key store hold what the log says: events are taken again');
    readiness.refused = null;
  } catch (why) {
    const isNews = refused === null || codeOf(why) !== codeOf(refused.why);
    if (isNews && !closing.signal.aborted)
      logGivenUp(options.logger, 'error', why, { message: 'no event is taken: the registry may not be used' });
    const tookMs = refused !== null && why === refused.why ? refused.tookMs : performance.now() - startedAt;
    readiness.refused = { why, at: performance.now(), tookMs, marks: isLasting(why) ? marks : null };
    throw why;
  }
}

function codeOf(why: unknown): HubErrorCode | null {
  return why instanceof HubError ? why.code : null;
}

/** An operator must do something before it passes. */
function isLasting(why: unknown): boolean {
  return why instanceof HubError && !why.retryable;
}

/** Null where their tables are gone: the comparison says so. */
async function marksBefore(options: ReadinessOptions): Promise<string | null> {
  try {
    return await marksOfStores(options);
  } catch (error) {
    if (error instanceof HubError && error.retryable) throw error;
    return null;
  }
}

/** A long comparison is not repeated before somebody has done something: a rebuild and a restore change the marks. */
function requireChange(refused: Refusal | null, marks: string | null): void {
  if (refused === null || refused.tookMs < longMs || refused.marks === null) return;
  if (refused.marks === marks) throw refused.why;
}

function closes(): HubError {
  return new HubError('registry-in-use', 'The gateway closes.');
}

/** Connections that hold this gateway's share of stores that may be used. */
async function takeShare(readiness: RegistryReadiness): Promise<RegistryShare> {
  const { options } = readiness;
  let isBroken = false;
  const broken = () => {
    isBroken = true;
    // The lock went with the connection: the next request takes both anew.
    const { share } = readiness;
    if (share !== null && (share.client === client || share.keys === keys)) loseShare(readiness, share);
  };
  const client: PoolClient = await holdConnection(options.pool, broken);
  let keys: HeldKeyStore | null = null;
  try {
    keys = await options.keyStore.hold(broken);
    if (await isRegistryClaimed(client)) throw beingRebuilt();
    const asked = { ...options, signal: readiness.closing.signal };
    const compared = await compareStores(asked, client, keys, (events, eventsTotal) => {
      readiness.progress = { events, eventsTotal };
    });
    // Only now, for whoever rebuilds the registry waits for it: what was found to be there is there after a rebuild too.
    if (!(await shareRegistry(client))) throw beingRebuilt();
    // What a process that was killed had begun to destroy.
    await finishDestructions(options);
    await markCompared({ client, keys }, compared);
    const marked = new Map(compared.map(({ slice, offset }) => [slice, offset]));
    const logEpoch = await options.log.epoch();
    if (isBroken) {
      throw new HubError('database-unavailable', 'A connection broke that a gateway holds.', { retryable: true });
    }
    return { client, keys, logEpoch, marked, appended: new Map(), raising: Promise.resolve(), timer: null };
  } catch (error) {
    keys?.release();
    await closeConnection(client);
    throw error;
  }
}

function beingRebuilt(): HubError {
  return new HubError('registry-in-use', 'The registry of persons and numbers is being rebuilt from the log.');
}
