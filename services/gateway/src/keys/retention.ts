import { decodeEnvelope, envelopeOf, HubError, parisDay, retentionEndsOn, type StoredMessage } from '@hub/core';
import { type Fencing, finishDestructions, heldAmong, notDestroyedAmong } from '../registry/destroyed-trainees.ts';
import { traineeOfMessage } from '../registry/dossier-of-message.ts';
import { addDestroyed, type Destroyed, destroyOfSlice, noneDestroyed } from './destroy-trainees.ts';
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

/** Where the job goes on: what was found in the slices before, and what was destroyed of this one. */
interface Place {
  readonly slice: number;
  readonly found: Retention;
  readonly destroyed: Destroyed;
}

const start: Place = { slice: 0, found: { deceased: 0, due: 0, held: 0, ...noneDestroyed }, destroyed: noneDestroyed };

/** Destroys the data of those whose years of retention are over, slice by slice. Code du travail, R6323-39. */
export async function endRetention(work: KeyWork, { apply, now }: Retaining, step: Step): Promise<Retention> {
  const today = parisDay(now);
  // Whatever a process before this one began comes first.
  await finishDestructions(work);
  let place = (step.position as Place | null) ?? start;
  while (place.slice < work.log.slices) {
    const found = added(place.found, await endOfSlice(work, place, { apply, today }, step));
    place = { slice: place.slice + 1, found, destroyed: noneDestroyed };
    await step.advance({ done: place.slice, total: work.log.slices, position: place });
  }
  return place.found;
}

async function endOfSlice(
  work: KeyWork,
  place: Place,
  { apply, today }: { readonly apply: boolean; readonly today: string },
  step: Step,
): Promise<Retention> {
  const { slice } = place;
  const deaths = await deathsOfSlice(work, slice, step);
  const there = await notDestroyedAmong(work, [...deaths.keys()]);
  const due = there.filter((trainee) => retentionEndsOn(deaths.get(trainee) ?? '9999-12-31') <= today);
  const held = await heldAmong(work, due);
  const trainees = due.filter((trainee) => !held.has(trainee));
  let { destroyed } = place;
  const keep: Fencing['keep'] = async (fenced, client) => {
    const position: Place = { ...place, destroyed: addDestroyed(destroyed, fenced) };
    await step.advance({ done: slice, total: work.log.slices, position }, client);
    destroyed = position.destroyed;
  };
  const destroying = { trainees, effectiveDate: today, legalGround: 'R6323-39', keep };
  if (apply && trainees.length > 0) await destroyOfSlice(work, slice, destroying, step);
  // Those that a process before this one destroyed are not there any more.
  const before = place.destroyed.trainees;
  return { deceased: there.length + before, due: due.length + before, held: held.size, ...destroyed };
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
  const envelope = envelopeOf(message);
  if (envelope.type !== 'hub.trainee-deceased') return null;
  try {
    return decodeEnvelope(envelope).fact.effectiveDate;
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
    ...addDestroyed(a, b),
  };
}
