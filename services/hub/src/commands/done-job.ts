import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
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
/** Whoever can do a job takes it within a second or two, unless it does another. */
const untakenMs = 5_000;

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
  return ended(context, options, await askAdmin<Job>(context, options, path, body), counted);
}

/** The same, but where such a job, asked with the same, is under way, its end is waited for. */
export async function doneOrJoined(
  context: CommandContext,
  options: AdminOptions,
  [kind, path]: readonly [kind: string, path: string],
  body: object,
  counted: string,
): Promise<Job> {
  const { items } = await askAdmin<{ items: readonly Job[] }>(context, options, `jobs?kind=${kind}&limit=1`);
  const joined = items.find((job) => job.endedAt === null && isDeepStrictEqual(job.parameters, body));
  if (joined === undefined) return doneJob(context, options, path, body, counted);
  context.stderr.write(`The hub does this already (job ${joined.id}): this command waits for its end.\n`);
  return ended(context, options, joined, counted);
}

async function ended(
  context: CommandContext,
  options: AdminOptions,
  asked: Job,
  counted: string | undefined,
): Promise<Job> {
  let job = asked;
  const unit = counted ?? units[job.kind] ?? 'slices';
  const progress = counted !== undefined && options.json ? jobLines(context) : showProgress(context, job.kind, unit);
  const askedAt = Date.now();
  let isSaid = false;
  try {
    while (job.endedAt === null) {
      await delay(lookEveryMs);
      job = await askAdmin<Job>(context, options, `jobs/${job.id}`);
      if (job.total !== null) progress.update(job.done, job.total);
      if (isSaid || job.state !== 'waiting' || Date.now() - askedAt < untakenMs) continue;
      isSaid = true;
      context.stderr.write(`Job ${job.id} waits for a process that does it: "hub status" shows which run.\n`);
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
