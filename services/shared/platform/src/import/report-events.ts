import type { CloudEvent } from '@hub/contracts';
import type { Refusal } from './import-reject.ts';

/** What the hub answers for one event of a call, by its index in that call (`hubClient.report` gives this). */
export interface EventAnswer {
  readonly index: number;
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly problem?: Refusal;
}

/**
 * Reports events to the hub and resolves when it answered for each. Throws where the hub as a whole takes nothing
 * (unreachable, partner refused): the import then ends with that error.
 */
export type ReportEvents = (
  events: readonly CloudEvent[],
  options?: { signal?: AbortSignal },
) => Promise<readonly EventAnswer[]>;
