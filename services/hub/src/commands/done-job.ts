import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import type { Job } from '@hub/platform';
import type { CommandContext } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { type AdminOptions, askAdmin } from './ask-hub.ts';

/** What a job counts; the others go slice by slice. */
const units: Readonly<Record<string, string>> = {
  'rewrap-keys': 'keys',
  'destroy-trainees': 'trainees',
  statistics: 'steps',
  'parked-retry': 'events',
  'parked-settlement': 'events',
};

const lookEveryMs = 500;

/**
 * Asks for a job and waits for its end. Whoever ends the command leaves the job to the hub. Throws the error that it
 * failed by.
 */
export async function doneJob(
  context: CommandContext,
  options: AdminOptions,
  path: string,
  body: object,
): Promise<Job> {
  let job = await askAdmin<Job>(context, options, path, body);
  const progress = showProgress(context, job.kind, units[job.kind] ?? 'slices');
  try {
    while (job.endedAt === null) {
      await delay(lookEveryMs);
      job = await askAdmin<Job>(context, options, `jobs/${job.id}`);
      if (job.total !== null) progress.update(job.done, job.total);
    }
  } finally {
    progress.stop();
  }
  if (job.state === 'done') return job;
  throw new HubError(
    'partner-refused',
    `The job ${job.id} is ${job.state}: ${job.error?.message ?? 'it was cancelled'}`,
  );
}
