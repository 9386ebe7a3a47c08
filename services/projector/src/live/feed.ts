import { type EventLog, HubError, type Rules } from '@hub/core';
import type { Lease, Logger, Version } from '@hub/platform';
import type { Pool } from 'pg';
import type { ProjectorSettings } from '../config.ts';
import type { DelaySeries } from './delay-series.ts';
import type { Freshness } from './freshness.ts';
import type { Meters } from './meters.ts';

/** What it takes to feed one version. */
export interface Feed {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly meters: Meters;
  readonly freshness: Freshness;
  readonly echoes: DelaySeries;
  readonly settings: ProjectorSettings;
  readonly owner: string;
  readonly version: Version;
}

/** How the reading of a feed goes. */
export interface FeedState {
  /** What is read at present; another set of leases in the database ends the reading. */
  leases: readonly Lease[];
  /** Aborted to read anew with the leases of the moment. */
  restart: AbortController;
  /**
   * Batches are this many times smaller than they may be. It grows with each fault and shrinks with each batch that was
   * written: what is too much for one transaction here and now (its time, its memory) comes through in smaller ones.
   */
  caution: number;
  /** The last fault that may pass; null once a batch was written since, or the reading went on for a while. */
  fault: HubError | null;
  /** When the reading under way began, by `performance.now()`; null between two readings. */
  readingSince: number | null;
}

export function newFeedState(leases: readonly Lease[]): FeedState {
  return { leases, restart: new AbortController(), caution: 1, fault: null, readingSince: null };
}

/** A reading that goes on for so long without a fault works, though there is nothing to project. */
const steadyMs = 5_000;

/** Throws the fault that keeps the feed from projecting at present. */
export function requireFeeding({ fault, readingSince }: FeedState): void {
  if (fault === null) return;
  if (readingSince === null || performance.now() - readingSince < steadyMs) throw fault;
}

/** As the code of a check. */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError('internal', 'Projecting met a fault and starts again.', { retryable: true, cause: error });
}
