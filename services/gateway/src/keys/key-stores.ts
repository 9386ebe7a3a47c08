import type { EventLog } from '@hub/core';
import type { TakenJob } from '@hub/platform';
import type { Registry } from '../registry/registry.ts';

/** What the work on keys stands on: it needs what the gateway alone has. */
export interface KeyWork extends Registry {
  readonly log: EventLog;
}

/** Where a job goes on from, how it says that it does, and hears that it may not. */
export type Step = Pick<TakenJob, 'signal' | 'advance' | 'position'>;
