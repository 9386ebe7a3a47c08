import { HubError } from '@hub/core';
import { partitionOf } from '@hub/platform';
import { type Fenced, type Fencing, fenceTrainees, finishDestructions } from '../registry/destroyed-trainees.ts';
import { identifiersOfSlice } from './identity-slice.ts';
import type { KeyWork, Step } from './key-stores.ts';

export interface Destroying {
  readonly trainees: readonly string[];
  /** `YYYY-MM-DD` */
  readonly effectiveDate: string;
  readonly legalGround: string;
}

/** Of all processes that had the job. Those that were destroyed before, are held or are not known are not among them. */
export type Destroyed = Fenced;

/** Trainees of one transaction that fences. */
const fencedAtOnce = 500;

/**
 * Destroys the data of trainees, slice by slice: their identifiers are read from the log while they open, each is fenced,
 * its tombstone goes on the log, and its key is destroyed. Cut off anywhere, the same call again goes on.
 */
export async function destroyTrainees(work: KeyWork, destroying: Destroying, step: Step): Promise<Destroyed> {
  const bySlice = Map.groupBy(destroying.trainees, (trainee) => partitionOf(trainee, work.log.slices));
  const total = destroying.trainees.length;
  // Whatever a process before this one began comes first.
  await finishDestructions(work);
  let destroyed = (step.position as Destroyed | null) ?? noneDestroyed;
  let looked = 0;
  for (const [slice, trainees] of bySlice) {
    const keep: Fencing['keep'] = async (fenced, client) => {
      const position = addDestroyed(destroyed, fenced);
      await step.advance({ done: looked, total, position }, client);
      destroyed = position;
    };
    await destroyOfSlice(work, slice, { ...destroying, trainees, keep }, step);
    looked += trainees.length;
    await step.advance({ done: looked, total });
  }
  return destroyed;
}

export const noneDestroyed: Destroyed = { trainees: 0, identifiersUnread: 0 };

export function addDestroyed(one: Destroyed, other: Destroyed): Destroyed {
  return {
    trainees: one.trainees + other.trainees,
    identifiersUnread: one.identifiersUnread + other.identifiersUnread,
  };
}

/** All of these trainees are of this slice. */
export async function destroyOfSlice(
  work: KeyWork,
  slice: number,
  { trainees, ...how }: Destroying & Pick<Fencing, 'keep'>,
  step: Pick<Step, 'signal'>,
): Promise<void> {
  const identifiers = await identifiersOfSlice(work, slice, new Set(trainees), step);
  const own = Map.groupBy(identifiers, ({ trainee }) => trainee);
  for (let first = 0; first < trainees.length; first += fencedAtOnce) {
    if (step.signal.aborted)
      throw new HubError('lease-lost', 'The destruction is gone on with by whoever takes it up.');
    const some = trainees.slice(first, first + fencedAtOnce);
    const theirs = some.flatMap((trainee) => own.get(trainee) ?? []);
    await fenceTrainees(work, { ...how, trainees: some, identifiers: theirs });
    await finishDestructions(work);
  }
}
