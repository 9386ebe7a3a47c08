import type { Topic } from '@hub/contracts';
import type { Refusal } from '../domain/refusal.ts';

/** What a partner keeps of an accepted event (CONTRACT 3). */
export interface Receipt {
  /** Signed: says where the event lies, and asks after it. */
  readonly receipt: string;
  readonly id: string;
  readonly source: string;
  /** Nine digits; null where the event belongs to no dossier. */
  readonly dossier: number | null;
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  /** RFC 3339. */
  readonly acceptedAt: string;
}

/** What became of one event. `unknown`: it may be on the log or not; sending it again is safe. */
export type Outcome =
  | { readonly status: 'accepted'; readonly receipt: Receipt | null }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'unknown' };
