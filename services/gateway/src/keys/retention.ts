import { decodeLogEvent, HubError, parisDay, retentionEndsOn, type StoredMessage } from '@hub/core';
import { heldAmong, notDestroyedAmong } from '../registry/destroyed-trainees.ts';
import { traineeOfMessage } from '../registry/dossier-of-message.ts';
import { type Destroyed, destroyOfSlice } from './destroy-trainees.ts';
import { identityMessages } from './identity-slice.ts';
import type { KeyWork, Step } from './key-stores.ts';

export interface Retention extends Destroyed {
  /** People of whose death the hub was told and whose data are there. */
  readonly deceased: number;
  /** Of them, those whose years are over. */
  readonly due: number;
  /** Of these, those that are held for litigation: their data stay. */
  readonly held: number;
}

interface Retaining {
  /** False: counts alone. */
  readonly apply: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Destroys the data of those whose years of retention are over, slice by slice. Code du travail, R6323-39. */
export async function endRetention(work: KeyWork, { apply, now }: Retaining, step: Step): Promise<Retention> {
  const today = parisDay(now);
  let found: Retention = { deceased: 0, due: 0, held: 0, trainees: 0, identifiersUnread: 0 };
  for (let slice = 0; slice < work.log.slices; slice += 1) {
    found = added(found, await endOfSlice(work, slice, { apply, today }, step));
    await step.advance({ done: slice + 1, total: work.log.slices });
  }
  return found;
}

async function endOfSlice(
  work: KeyWork,
  slice: number,
  { apply, today }: { readonly apply: boolean; readonly today: string },
  step: Step,
): Promise<Retention> {
  const deaths = await deathsOfSlice(work, slice, step);
  const there = await notDestroyedAmong(work, [...deaths.keys()]);
  const due = there.filter((trainee) => retentionEndsOn(deaths.get(trainee) ?? '9999-12-31') <= today);
  const held = await heldAmong(work, due);
  const trainees = due.filter((trainee) => !held.has(trainee));
  const destroying = { trainees, effectiveDate: today, legalGround: 'R6323-39' };
  const destroyed =
    apply && trainees.length > 0
      ? await destroyOfSlice(work, slice, destroying, step)
      : { trainees: 0, identifiersUnread: 0 };
  return { deceased: there.length, due: due.length, held: held.size, ...destroyed };
}

/** By trainee, the latest day of death that was told: of two that differ the one that keeps the data longer. */
async function deathsOfSlice(work: KeyWork, slice: number, step: Step): Promise<ReadonlyMap<string, string>> {
  const deaths = new Map<string, string>();
  for await (const messages of identityMessages(work, slice, step)) {
    for (const message of messages) {
      const trainee = traineeOfMessage(message);
      const day = deathIn(message);
      if (trainee !== null && day !== null && day > (deaths.get(trainee) ?? '')) deaths.set(trainee, day);
    }
  }
  return deaths;
}

function deathIn(message: StoredMessage): string | null {
  if (message.headers.ce_type !== 'hub.trainee-deceased') return null;
  try {
    return decodeLogEvent(message).fact.effectiveDate;
  } catch (error) {
    if (error instanceof HubError) return null;
    throw error;
  }
}

function added(a: Retention, b: Retention): Retention {
  return {
    deceased: a.deceased + b.deceased,
    due: a.due + b.due,
    held: a.held + b.held,
    trainees: a.trainees + b.trainees,
    identifiersUnread: a.identifiersUnread + b.identifiersUnread,
  };
}
