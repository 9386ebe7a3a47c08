import type { Purpose } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import type { ReadDossier } from './read-dossier.ts';

/** A simulated system that follows what changes in the hub, and what it looks at then. */
export type Consumer = {
  readonly name: string;
  /** Under whose credentials. */
  readonly clientId: string;
} & Looking;

type Looking =
  /** Reads the dossier, and reports what follows from it. */
  | (ActsOnDossiers & { readonly looksAt: 'dossier'; readonly purpose: Purpose })
  /** Notes which of these kinds of movements the hub came to say today, without interruptions of 15 days and less. */
  | { readonly looksAt: 'movements'; readonly purpose: Purpose; readonly kinds: string }
  /** Notes what it pays this month, and what blocks the rest. */
  | { readonly looksAt: 'remunerations'; readonly purpose: Purpose }
  /** Notes what became of sessions, which are shown to every partner without a purpose. */
  | { readonly looksAt: 'session'; readonly purpose: null };

export interface ActsOnDossiers {
  /** Dossiers that changed by one of these events, or without one by `sight` or `rules`, are read; the others are passed over. */
  readonly on: readonly string[];
  /**
   * What the system reports when it looks at a dossier. The same dossier gives the same events with the same ids, however often
   * it is looked at: whoever is killed looks again.
   */
  look(dossier: ReadDossier, nowMs: number): Looked;
}

export interface Looked {
  readonly events: readonly CloudEvent[];
  /** Epoch milliseconds from which there is more to do, even if nothing changes; null: only when it changes. */
  readonly again: number | null;
}

/** Where a consumer is. It is kept once what lies before it was dealt with, so everything is dealt with at least once. */
export interface Followed {
  readonly cursor: string | null;
  /** Dossiers to look at again, by number, from these epoch milliseconds on. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly learned: Learned;
}

/** What a consumer learned on a day. It is noted by what it was learned of, so that looking again counts nothing twice. */
export interface Learned {
  /** `YYYY-MM-DD` in Paris; empty: nothing yet. */
  readonly day: string;
  /** Words by number of a dossier or reference of a session. */
  readonly of: Readonly<Record<string, readonly string[]>>;
}

export const unfollowed: Followed = { cursor: null, waiting: {}, learned: { day: '', of: {} } };
