import { type EventLog, HubError, type Rules, type StoredMessage } from '@hub/core';
import {
  deleteParked,
  findParked,
  insertParked,
  leaseKindOf,
  lockSlice,
  type Parked,
  type ParkedEvent,
  type ParkedPlace,
  readMessage,
  requireOwnShape,
  requireVersion,
  rulesToFeed,
  withTransaction,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { applyFacts, type Target } from '../apply-facts.ts';
import { projectorSettings } from '../config.ts';
import { type Decoded, decodeMessage, namedBy, park, partDecoded } from '../fold/arrival.ts';
import { isRefusedRow } from '../refused-row.ts';
import { readSubjects, type SubjectChange, subjectChanges } from './subject-changes.ts';

export interface RetryContext {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly rules: Rules;
}

/** What a retry would come to. */
export interface RetryPreview {
  /** Null: it would be visible; else why it would stay parked. */
  readonly still: Parked | null;
  /** What would change of its dossier, trainee or session. */
  readonly changes: readonly SubjectChange[];
}

/** A parked event with the message as it is on the log, sealed blocks included. Throws `wrong-use` where none is. */
export async function showParked(
  pool: Pool,
  log: EventLog,
  place: ParkedPlace,
): Promise<{ parked: ParkedEvent; message: StoredMessage }> {
  return { parked: await requireParked(pool, place), message: await readMessage(log, place) };
}

/** Throws `wrong-use` where nothing is parked there. */
export async function requireParked(database: Pool | ClientBase, place: ParkedPlace): Promise<ParkedEvent> {
  const parked = await findParked(database, place);
  if (parked === null) throw notParked(place);
  return parked;
}

/**
 * Reads a parked event from the log again and projects it. Answers null when it is visible now, else why it stays
 * parked. Throws `wrong-use` where nothing is parked there, or the version was made by other rules than these.
 */
export async function retryParked(context: RetryContext, place: ParkedPlace): Promise<Parked | null> {
  const again = await readAgain(context, place);
  try {
    return await withTransaction(context.pool, (client) => retryIn(client, again));
  } catch (error) {
    const refused = refusedRow(again, error);
    await withTransaction(context.pool, async (client) => {
      await lockPlace(client, place);
      await requireParked(client, place);
      await insertParked(client, place.version, [refused], { isFed: true });
    });
    return refused;
  }
}

/** What `retryParked` would do of this event alone: the same transaction, rolled back. Throws as it does. */
export async function previewRetry(context: RetryContext, place: ParkedPlace): Promise<RetryPreview> {
  const again = await readAgain(context, place);
  const { target } = again;
  const { arrivals } = partDecoded([again.decoded]);
  const preview = async (client: ClientBase) => {
    await lockPlace(client, place);
    const before = await readSubjects(client, target, arrivals);
    const still = await retryIn(client, again);
    return { still, changes: subjectChanges(before, await readSubjects(client, target, arrivals)) };
  };
  try {
    return await withTransaction(context.pool, preview, { undo: true });
  } catch (error) {
    return { still: refusedRow(again, error), changes: [] };
  }
}

interface ReadAgain {
  readonly place: ParkedPlace;
  readonly target: Target;
  readonly decoded: Decoded;
}

async function readAgain({ pool, log, rules: own }: RetryContext, place: ParkedPlace): Promise<ReadAgain> {
  const version = await requireVersion(pool, place.version);
  requireOwnShape(version);
  const rules = await rulesToFeed(pool, version, own);
  if (rules === null) {
    throw new HubError('wrong-use', `Version ${place.version} has other rules; retry with the hub that feeds it.`);
  }
  const decoded = decodeMessage(await readMessage(log, place));
  const { factsMax } = projectorSettings(rules);
  const target = { version: version.version, schemaName: version.schemaName, rules, factsMax, isFed: true };
  return { place, target, decoded };
}

async function retryIn(client: ClientBase, { place, target, decoded }: ReadAgain): Promise<Parked | null> {
  await lockPlace(client, place);
  await requireParked(client, place);
  const { arrivals, unreadable } = partDecoded([decoded]);
  const { parked } = await applyFacts(client, target, arrivals, unreadable);
  const [still] = parked;
  if (still === undefined) await deleteParked(client, place);
  return still ?? null;
}

function lockPlace(client: ClientBase, { version, topic, slice }: ParkedPlace): Promise<void> {
  return lockSlice(client, version, leaseKindOf(topic), slice);
}

/** Throws what is no fault of the row. */
function refusedRow({ place, decoded }: ReadAgain, error: unknown): Parked {
  if (!isRefusedRow(error) || !('arrival' in decoded)) throw error;
  return park(place, namedBy(decoded.arrival), 'row-refused', error);
}

function notParked({ version, topic, slice, offset }: ParkedPlace): HubError {
  return new HubError('wrong-use', `Nothing is parked at ${topic} ${slice} ${offset} of version ${version}.`);
}
