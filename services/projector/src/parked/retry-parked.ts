import { type EventLog, HubError, type Rules, rulesHash, type StoredMessage } from '@hub/core';
import {
  deleteParked,
  findParked,
  leaseKindOf,
  lockSlice,
  type Parked,
  type ParkedEvent,
  type ParkedPlace,
  readInTime,
  requireOwnShape,
  requireVersion,
  withTransaction,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { applyFacts } from '../apply-facts.ts';
import { projectorSettings } from '../config.ts';
import { decodeMessage } from '../fold/arrival.ts';

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
export async function retryParked(
  context: { pool: Pool; log: EventLog; rules: Rules },
  place: ParkedPlace,
): Promise<Parked | null> {
  const { pool, log, rules } = context;
  const version = await requireVersion(pool, place.version);
  requireOwnShape(version);
  if (version.rulesHash !== rulesHash(rules)) {
    throw new HubError('wrong-use', `Version ${place.version} has other rules; retry with the hub that feeds it.`);
  }
  const decoded = decodeMessage(await readMessage(log, place));
  const { factsMax } = projectorSettings(rules);
  const target = { version: version.version, schemaName: version.schemaName, rules, factsMax };
  return withTransaction(pool, async (client) => {
    await lockSlice(client, place.version, leaseKindOf(place.topic), place.slice);
    await requireParked(client, place);
    if ('parked' in decoded) {
      await applyFacts(client, target, [], [decoded.parked]);
      return decoded.parked;
    }
    const [still] = await applyFacts(client, target, [decoded.arrival], []);
    if (still !== undefined) return still;
    await deleteParked(client, place);
    return null;
  });
}

function notParked({ version, topic, slice, offset }: ParkedPlace): HubError {
  return new HubError('wrong-use', `Nothing is parked at ${topic} ${slice} ${offset} of version ${version}.`);
}

async function readMessage(log: EventLog, place: ParkedPlace): Promise<StoredMessage> {
  const end = { ...place, offset: place.offset + 1 };
  for await (const [message] of readInTime(log, [place], [end])) {
    if (message !== undefined) return message;
  }
  throw new HubError('log-unavailable', 'The log ended its reading.', { retryable: true });
}
