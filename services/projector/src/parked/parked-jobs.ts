import { HubError } from '@hub/core';
import {
  findParked,
  type JobWork,
  type ParkedFilter,
  type ParkedPlace,
  pageParked,
  placeName,
  placeNamed,
  settleParked,
  type TakenJob,
} from '@hub/platform';
import { previewRetry, type RetryContext, retryParked } from './retry-parked.ts';

/** Of one event that was read again. */
export interface RetryResult {
  readonly place: string;
  /** Or would be, where nothing was changed. */
  readonly visible: boolean;
  /** Why it is still parked. */
  readonly reason: string | null;
  readonly detail: string | null;
  /** Fields of records that would change, by name alone; of a dry run. */
  readonly changes?: readonly { readonly subject: string; readonly key: string; readonly path: string }[];
}

interface RetryReport {
  readonly visible: number;
  readonly still: number;
  /** The first ones, and how many more there were. */
  readonly results: readonly RetryResult[];
  readonly more: number;
}

interface Position extends RetryReport {
  readonly after: string;
}

const resultsMax = 500;
const atOnce = 100;
const changesMax = 100;

/** Short work on single events, by kind of job: never behind a rebuild. */
export function parkedJobs(context: RetryContext): Readonly<Record<string, JobWork>> {
  return {
    'parked-retry': (job) => retryAll(context, job),
    'parked-settlement': (job) => settleAll(context, job),
  };
}

interface Retrying {
  readonly places?: readonly string[];
  readonly filter?: ParkedFilter;
  readonly dryRun: boolean;
}

/** Goes on behind the place where it was left off. */
async function retryAll(context: RetryContext, job: TakenJob): Promise<object> {
  const { dryRun } = job.parameters as Retrying;
  let report: RetryReport = (job.position as Position | null) ?? { visible: 0, still: 0, results: [], more: 0 };
  for await (const place of placesOf(context, job)) {
    const result = dryRun ? await preview(context, place) : await retry(context, place);
    report = withResult(report, result);
    await job.advance({ done: report.visible + report.still, position: { ...report, after: placeName(place) } });
  }
  const { visible, still, results, more } = report;
  return { dryRun, visible, still, results, more };
}

async function* placesOf({ pool }: RetryContext, job: TakenJob): AsyncGenerator<ParkedPlace> {
  const { places, filter = {} } = job.parameters as Retrying;
  const done = (job.position as Position | null)?.after;
  if (places !== undefined) {
    const left = done === undefined ? places : places.slice(places.indexOf(done) + 1);
    await job.advance({ done: job.done, total: places.length });
    for (const name of left) yield requirePlace(name);
    return;
  }
  let after = done === undefined ? undefined : requirePlace(done);
  for (;;) {
    const events = await pageParked(pool, filter, { after, limit: atOnce });
    yield* events;
    after = events.at(-1);
    if (after === undefined) return;
  }
}

function withResult({ visible, still, results, more }: RetryReport, result: RetryResult): RetryReport {
  const isKept = results.length < resultsMax;
  return {
    visible: visible + (result.visible ? 1 : 0),
    still: still + (result.visible ? 0 : 1),
    results: isKept ? [...results, result] : results,
    more: more + (isKept ? 0 : 1),
  };
}

async function retry(context: RetryContext, place: ParkedPlace): Promise<RetryResult> {
  return told(place, async () => {
    const still = await retryParked(context, place);
    return { visible: still === null, reason: still?.reason ?? null, detail: still?.detail ?? null };
  });
}

async function preview(context: RetryContext, place: ParkedPlace): Promise<RetryResult> {
  return told(place, async () => {
    const { still, changes } = await previewRetry(context, place);
    const named = changes.slice(0, changesMax).map(({ subject, key, path }) => ({ subject, key, path }));
    return { visible: still === null, reason: still?.reason ?? null, detail: still?.detail ?? null, changes: named };
  });
}

/** What is no fault that may pass is said of this event: another process retried it, or its version has other rules. */
async function told(place: ParkedPlace, work: () => Promise<Omit<RetryResult, 'place'>>): Promise<RetryResult> {
  try {
    return { place: placeName(place), ...(await work()) };
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'wrong-use') throw error;
    return { place: placeName(place), visible: false, reason: null, detail: error.message };
  }
}

async function settleAll({ pool }: RetryContext, job: TakenJob): Promise<object> {
  const { places, why } = job.parameters as { readonly places: readonly string[]; readonly why: string };
  const results: { readonly place: string; readonly settled: boolean }[] = [];
  for (const name of places) {
    const place = requirePlace(name);
    const isThere = (await findParked(pool, place)) !== null;
    if (isThere) await settleParked(pool, place, { agent: job.askedBy.agent, reason: why });
    results.push({ place: name, settled: isThere });
    await job.advance({ done: results.length, total: places.length });
  }
  return { settled: results.filter(({ settled }) => settled).length, results };
}

function requirePlace(name: string): ParkedPlace {
  const place = placeNamed(name);
  if (place === null) throw new HubError('wrong-use', `"${name}" is not a place of the log.`);
  return place;
}
