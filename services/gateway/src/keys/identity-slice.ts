import { decodeEnvelope, envelopeOf, HubError, type Position, type StoredMessage } from '@hub/core';
import { readUpTo } from '@hub/platform';
import type { OwnIdentifier } from '../registry/destroyed-trainees.ts';
import { traineeOfMessage } from '../registry/dossier-of-message.ts';
import { identifiersOf } from '../registry/rebuild/log-entries.ts';
import type { KeyWork, Step } from './key-stores.ts';

/** The messages of one slice of the identity topic, up to where it ends now. */
export async function* identityMessages(
  { log }: Pick<KeyWork, 'log'>,
  slice: number,
  { signal }: Pick<Step, 'signal'>,
): AsyncGenerator<readonly StoredMessage[]> {
  const ends = (await log.endOffsets(['identity'])).filter((end) => end.slice === slice);
  const starts: readonly Position[] = ends.map((end) => ({ ...end, offset: 0 }));
  yield* readUpTo(log, starts, ends, signal);
}

/** The identifiers that the log has sealed of these trainees, of one slice. Nothing of somebody without a key. */
export async function identifiersOfSlice(
  work: KeyWork,
  slice: number,
  trainees: ReadonlySet<string>,
  step: Pick<Step, 'signal'>,
): Promise<readonly OwnIdentifier[]> {
  const keys = await work.keyStore.storedKeysOf([...trainees]);
  const found: OwnIdentifier[] = [];
  for await (const messages of identityMessages(work, slice, step)) {
    for (const message of messages) {
      const key = keys.get(traineeOfMessage(message) ?? '');
      if (key !== undefined) found.push(...identifiersIn(message, key));
    }
  }
  return found;
}

const tellingIdentifiers: ReadonlySet<unknown> = new Set(['hub.trainee-known', 'hub.alias-reassigned']);

/** None where the message says none, or cannot be read: what it held opens for nobody. */
export function identifiersIn(message: StoredMessage, key: Buffer): readonly OwnIdentifier[] {
  const trainee = traineeOfMessage(message);
  const envelope = envelopeOf(message);
  if (trainee === null || !tellingIdentifiers.has(envelope.type)) return [];
  try {
    const event = decodeEnvelope(envelope);
    return identifiersOf({ ...event, trainee, offset: message.offset, publishedVersion: event.fact.version, key });
  } catch (error) {
    if (error instanceof HubError) return [];
    throw error;
  }
}
