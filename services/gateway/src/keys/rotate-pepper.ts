import { HubError, type StoredMessage } from '@hub/core';
import { peppersOf } from '@hub/platform';
import { aliasFor } from '../registry/aliases.ts';
import { traineeOfMessage } from '../registry/dossier-of-message.ts';
import { aliasesUnder, beginRotation, type Rehashed, rehashAliases } from '../registry/peppers.ts';
import { identifiersIn, identityMessages } from './identity-slice.ts';
import type { KeyWork, Step } from './key-stores.ts';

export interface Rotation {
  /** Aliases under the newest pepper now. */
  readonly aliases: number;
  /** Aliases left under the pepper of before: `hub keys rotate-pepper --end` gives up those that were never announced. */
  readonly left: { readonly announced: number; readonly reserved: number };
}

/**
 * Puts every alias under the newest pepper of the secrets, slice by slice: identifiers are read from the log, where each is
 * sealed, hashed under both and exchanged. New ones go under the newest meanwhile, and every process looks under both.
 * Cut off anywhere, the same call again goes on.
 */
export async function rotatePepper(work: KeyWork, step: Step): Promise<Rotation> {
  const [to, from] = peppersOf(work.secrets);
  if (to === undefined || from === undefined) throw new HubError('wrong-use', nothingToRotate);
  await beginRotation(work.pool, to.version);
  work.written.staleAt = 0;
  const total = work.log.slices;
  for (let slice = 0; slice < total; slice += 1) {
    for await (const messages of identityMessages(work, slice, step)) await rehash(work, messages);
    await step.advance({ done: slice + 1, total });
  }
  const { announced, reserved } = await aliasesUnder(work.pool, to.version);
  return { aliases: announced + reserved, left: await aliasesUnder(work.pool, from.version) };
}

const nothingToRotate =
  'The secrets hold one pepper: put the new one beside it into every file ("pepper.former" is the one of before), restart ' +
  'every gateway and query service in turn, then run this again.';

async function rehash(work: KeyWork, messages: readonly StoredMessage[]): Promise<void> {
  const trainees = messages.map(traineeOfMessage).filter((trainee) => trainee !== null);
  const keys = await work.keyStore.storedKeysOf([...new Set(trainees)]);
  const exchanged = messages.flatMap((message): readonly Rehashed[] => {
    const key = keys.get(traineeOfMessage(message) ?? '');
    if (key === undefined) return [];
    return identifiersIn(message, key).flatMap(({ identifier, partner }) => {
      const [to, from] = aliasFor(work.secrets, identifier, partner).hashes;
      return to === undefined || from === undefined ? [] : [{ from, to }];
    });
  });
  await rehashAliases(work.pool, exchanged, work.secrets.pepper.version);
}
