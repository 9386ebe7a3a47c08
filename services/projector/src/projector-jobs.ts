import type { JobWork } from '@hub/platform';
import type { FeedingOptions } from './live/start-feeding.ts';

/** Long work on records and log, without any key, by kind of job. */
export function projectorJobs(_options: FeedingOptions): Readonly<Record<string, JobWork>> {
  return {};
}
