import { HubError } from '@hub/core';
import { partitionOf } from '@hub/platform';
import { fenceTrainees, finishDestructions } from '../registry/destroyed-trainees.ts';
import { identifiersOfSlice } from './identity-slice.ts';
import type { KeyWork, Step } from './key-stores.ts';

export interface Destroying {
  readonly trainees: readonly string[];
  /** `YYYY-MM-DD` */
  readonly effectiveDate: string;
  readonly legalGround: string;
}

export interface Destroyed {
  /** Those that were destroyed before, are held or are not known are not among them. */
  readonly trainees: number;
  /** Identifiers that were reserved and that the log does not name: what comes by them is not recognised. */
  readonly identifiersUnread: number;
}

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
  let destroyed = 0;
  let unread = 0;
  let looked = 0;
  for (const [slice, trainees] of bySlice) {
    const done = await destroyOfSlice(work, slice, { ...destroying, trainees }, step);
    destroyed += done.trainees;
    unread += done.identifiersUnread;
    looked += trainees.length;
    await step.advance({ done: looked, total });
  }
  return { trainees: destroyed, identifiersUnread: unread };
}

/** All of these trainees are of this slice. */
export async function destroyOfSlice(
  work: KeyWork,
  slice: number,
  destroying: Destroying,
  step: Pick<Step, 'signal'>,
): Promise<Destroyed> {
  const { trainees, effectiveDate, legalGround } = destroying;
  const identifiers = await identifiersOfSlice(work, slice, new Set(trainees), step);
  const own = Map.groupBy(identifiers, ({ trainee }) => trainee);
  let fenced = 0;
  let unread = 0;
  for (let first = 0; first < trainees.length; first += fencedAtOnce) {
    if (step.signal.aborted)
      throw new HubError('lease-lost', 'The destruction is gone on with by whoever takes it up.');
    const some = trainees.slice(first, first + fencedAtOnce);
    const theirs = some.flatMap((trainee) => own.get(trainee) ?? []);
    const done = await fenceTrainees(work, { trainees: some, identifiers: theirs, effectiveDate, legalGround });
    fenced += done.trainees;
    unread += done.unread;
    await finishDestructions(work);
  }
  return { trainees: fenced, identifiersUnread: unread };
}
