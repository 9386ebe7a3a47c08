import { type Rules, rulesHash } from '@hub/core';
import {
  activeVersion,
  dropVersion,
  findComparison,
  findJob,
  type JobWork,
  jobFiles,
  listVersions,
  type Operator,
  type RuleEdit,
  type TakenJob,
} from '@hub/platform';
import { editedRules, type RunTrial, runTrial, type Trial } from './impact/run-trial.ts';
import { standingRules, type VersionRules } from './live/standing-rules.ts';
import type { FeedingOptions } from './live/start-feeding.ts';
import type { Beside, RebuildProgress } from './rebuild/build-version.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { type VerifiedSlices, verify } from './rebuild/verify.ts';
import { makeStatistics } from './statistics/make-statistics.ts';
import { type MonthsAnew, tellAnew } from './statistics/tell-anew.ts';
import { compare } from './versions/compare.ts';
import { parseMaxChanged } from './versions/max-changed.ts';
import { promote, rollback } from './versions/promote.ts';

type Works = Readonly<Record<string, JobWork>>;

type BuildingOptions = FeedingOptions & { readonly beside?: Beside };
type TryingOptions = FeedingOptions & { readonly tryApart?: RunTrial };

/** Of a build in the thread that feeds versions besides; threads beside it have their own. */
const memoryBound = 128 << 20;
const sayEveryMs = 1_000;

/** Long work on records and log, without any key, by kind of job. */
export function buildingJobs(options: BuildingOptions): Works {
  return {
    rebuild: (job) => rebuildFor(options, job),
    verification: async (job) => {
      const { slices } = job.parameters as { readonly slices: VerifiedSlices };
      return verify({ ...options, memoryBound, slices, signal: job.signal, onProgress: tellProgress(job) });
    },
    statistics: (job) => {
      const { anew } = job.parameters as { readonly anew?: MonthsAnew };
      const onStep = (done: number, total: number) => job.advance({ done, total });
      const making = { pool: options.pool, now: Date.now(), onStep };
      return anew === undefined ? makeStatistics(making) : tellAnew(making, anew);
    },
    comparison: ({ parameters, signal }) => {
      const { version, other } = parameters as { readonly version: string; readonly other: string };
      return compare(options.pool, version, other, { signal });
    },
  };
}

/** What other rules and schemas would do: never behind a rebuild of hours. */
export function tryingJobs(options: TryingOptions): Works {
  return {
    'rule-trial': (job) => tryFor(options, job, { of: 'edits', ...(job.parameters as EditsAsked) }),
    'dictionary-check': async (job) => {
      return tryFor(options, job, { of: 'files', files: await jobFiles(options.pool, job.id) });
    },
  };
}

interface EditsAsked {
  readonly version: string;
  readonly base: string;
  readonly edits: readonly RuleEdit[];
}

function tryFor(options: TryingOptions, job: TakenJob, trial: Trial): Promise<object> {
  const { signal } = job;
  const run: RunTrial = options.tryApart ?? ((asked, given) => runTrial(options, asked, given));
  const tell = tellProgress(job);
  return run(trial, { signal, onStep: (done, total) => tell({ events: done, eventsTotal: total }) });
}

/** What readers are given and what becomes of the others: never behind long work. */
export function switchingJobs(options: FeedingOptions): Works {
  return {
    promotion: (job) => promoteFor(options, job, (job.parameters as { readonly version: string }).version),
    rollback: (job) => rollBackFor(options, job),
    retirement: (job) => retireFor(options, job),
  };
}

function operatorOf({ askedBy }: TakenJob): Operator {
  return { ...askedBy, traceparent: null };
}

/** Goes on with what it began: a version that was built and compared is not built again. */
async function rebuildFor(options: BuildingOptions, job: TakenJob): Promise<object> {
  const begun = (job.position as { readonly version: string } | null)?.version;
  const known = begun === undefined ? null : await finishedRebuild(options, begun);
  const report = known ?? (await rebuildNow(options, job));
  const { promote: wanted = false } = job.parameters as { readonly promote?: boolean };
  return { ...report, switched: wanted ? await promoteFor(options, job, report.version) : null };
}

async function finishedRebuild({ pool }: FeedingOptions, name: string) {
  const version = (await listVersions(pool)).find((each) => each.version === name);
  if (version === undefined || version.builtAt === null || version.retiredAt !== null) return null;
  const active = await activeVersion(pool);
  const found = active === null ? null : await findComparison(pool, name, active.version);
  return { version: name, comparison: found?.report ?? null };
}

interface RebuildAsked {
  /** A job that tried other rules. */
  readonly trial?: string;
  /** The rules of the release, though readers are given others. */
  readonly released?: boolean;
}

/** Those of the trial; else those that readers are given, or the release's. */
async function rulesToBuild(
  { pool, rules }: BuildingOptions,
  { trial, released }: RebuildAsked,
): Promise<VersionRules> {
  if (trial === undefined) return released === true ? { rules } : standingRules(pool, rules);
  const tried = await findJob(pool, trial);
  return ownOr(rules, { rules: await editedRules(pool, tried?.parameters as EditsAsked), trial });
}

/** Rules that a release has by now are no longer rules on trial. */
function ownOr(own: Rules, tried: VersionRules): VersionRules {
  return rulesHash(own) === rulesHash(tried.rules) ? { rules: own } : tried;
}

async function rebuildNow(options: BuildingOptions, job: TakenJob) {
  let position: object | null = null;
  return rebuild({
    ...options,
    ...(await rulesToBuild(options, job.parameters as RebuildAsked)),
    memoryBound,
    signal: job.signal,
    onVersion: ({ version }) => {
      position = { version: version.version };
    },
    onProgress: tellProgress(job, () => position),
  });
}

/** Once a second. What the telling meets, the next step of the work meets too. */
function tellProgress(job: TakenJob, position: () => object | null = () => null) {
  let saidAt = 0;
  return ({ events, eventsTotal }: Pick<RebuildProgress, 'events' | 'eventsTotal'>) => {
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    const progress = { done: Math.round(events), total: eventsTotal, position: position() };
    job.advance(progress).catch(() => {});
  };
}

function promoteFor({ pool, log }: FeedingOptions, job: TakenJob, version: string) {
  const { maxChanged, withoutComparison = false } = job.parameters as PromotionAsked;
  const most = maxChanged === undefined ? null : parseMaxChanged(maxChanged);
  const options = { by: operatorOf(job), withoutComparison, ...(most !== null && { maxChanged: most }) };
  return promote({ pool, log }, version, options);
}

interface PromotionAsked {
  readonly maxChanged?: string;
  readonly withoutComparison?: boolean;
}

/** A second rollback would go forward again: what it went back from is kept before. */
async function rollBackFor({ pool, log }: FeedingOptions, job: TakenJob): Promise<object> {
  const active = await activeVersion(pool);
  const begun = job.position as { readonly from: string | null } | null;
  const from = active?.version ?? null;
  if (begun !== null && begun.from !== from) return { active: from, previous: active?.previous ?? null };
  await job.advance({ done: 0, total: 1, position: { from } });
  return rollback({ pool, log }, { by: operatorOf(job) });
}

async function retireFor({ pool }: FeedingOptions, job: TakenJob): Promise<object> {
  const { version, withoutWayBack = false } = job.parameters as { version: string; withoutWayBack?: boolean };
  const isGone = (await listVersions(pool)).some((each) => each.version === version && each.retiredAt !== null);
  if (job.position !== null && isGone) return { retired: version };
  await job.advance({ done: 0, total: 1, position: { version } });
  await dropVersion(pool, version, { by: operatorOf(job), withoutWayBack });
  return { retired: version };
}
