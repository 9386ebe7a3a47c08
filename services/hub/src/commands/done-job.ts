import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import type { Job } from '@hub/platform';
import type { CommandContext } from '../terminal/command-line.ts';
import { showProgress, streamProgress } from '../terminal/progress.ts';
import { type AdminOptions, askAdmin } from './ask-hub.ts';

/** What a job counts; the others go slice by slice. */
const units: Readonly<Record<string, string>> = {
  'rewrap-keys': 'keys',
  'destroy-trainees': 'trainees',
  statistics: 'steps',
  'parked-retry': 'events',
  'parked-settlement': 'events',
  'dictionary-check': 'events and dossiers',
  'registry-verification': 'events',
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
  /** What is counted; then, with `--json`, progress is lines of JSON. */
  counted?: string,
): Promise<Job> {
  let job = await askAdmin<Job>(context, options, path, body);
  const unit = counted ?? units[job.kind] ?? 'slices';
  const progress = counted !== undefined && options.json ? jobLines(context) : showProgress(context, job.kind, unit);
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
  // What whoever called can put right by calling otherwise.
  throw new HubError(
    job.error?.code === 'wrong-use' ? 'wrong-use' : 'partner-refused',
    `The job ${job.id} is ${job.state}: ${job.error?.message ?? 'it was cancelled'}`,
  );
}

function jobLines(context: CommandContext) {
  const { update, stop } = streamProgress<{ done: number; total: number }>(context);
  return { update: (done: number, total: number) => update({ done, total }), stop };
}
