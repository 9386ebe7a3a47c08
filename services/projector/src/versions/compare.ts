import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from '@hub/contracts';
import { HubError } from '@hub/core';
import {
  countRows,
  type DifferingKey,
  differingKeys,
  differingParked,
  type LeaseKind,
  leaseKey,
  levelSlices,
  type ParkedDifference,
  readOneMoment,
  readWholeRows,
  recordComparison,
  requireVersion,
  rulesOf,
  type Version,
  withTransaction,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { type Explained, explain, explainByShape, isComparable, parkedKeys, type Sides } from './explain.ts';
import {
  addExplained,
  type Explanation,
  type Explanations,
  emptyExplanations,
  explanationsOf,
} from './explanations.ts';

/** Rows of one table. `here` is the version compared, `there` the one that it is compared with. */
export interface Difference {
  readonly equal: number;
  readonly changed: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Up to 20 keys of each kind: dossier numbers, trainee ids, session references. */
  readonly samples: Readonly<Record<'changed' | 'onlyHere' | 'onlyThere', readonly string[]>>;
}

/** What was found, as it is kept. */
export interface Comparison {
  readonly id: number;
  readonly here: string;
  readonly there: string;
  /** RFC 3339. */
  readonly comparedAt: string;
  readonly dossiers: Difference;
  readonly trainees: Difference;
  readonly sessions: Difference;
  /** Every row that differs is in one of them. */
  readonly explanations: readonly Explanation[];
  readonly parked: ParkedCounts;
  /** Slices that were met at equal offsets and so compared, of how many. */
  readonly slicesCompared: number;
  readonly slices: number;
}

/** Events parked in both versions, and in one of them. */
export interface ParkedCounts {
  readonly equal: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Up to 20 of each kind, as topic/slice/offset. */
  readonly samples: Readonly<Record<'onlyHere' | 'onlyThere', readonly string[]>>;
}

const samplesMax = 20;
const waitMsDefault = 20_000;

/** What was found in the slices compared so far. */
interface Found {
  readonly dossier: Difference;
  readonly trainee: Difference;
  readonly session: Difference;
  readonly parked: ParkedCounts;
  readonly explanations: Explanations;
}

/**
 * Compares every row of two versions, slice by slice at equal offsets: while the log goes on, a slice is compared at a
 * moment when both have projected the same. Waits up to `waitMs` for such moments. What was found is kept. Throws
 * `wrong-use` where one of them is not wholly built: it stands still, or is compared by who fills it.
 */
export async function compare(
  pool: Pool,
  hereName: string,
  thereName: string,
  options: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<Comparison> {
  const versions = [await requireBuilt(pool, hereName), await requireBuilt(pool, thereName)] as const;
  let found = nothingFound;
  let done: ReadonlySet<string> = new Set();
  const deadline = performance.now() + (options.waitMs ?? waitMsDefault);
  for (;;) {
    options.signal?.throwIfAborted();
    const round = await withTransaction(
      pool,
      async (client) => {
        await readOneMoment(client);
        return compareSlices(client, versions, { found, done });
      },
      { job: true },
    );
    ({ found, done } = round);
    if (done.size === round.slices || performance.now() > deadline) return keepComparison(pool, versions, round);
    await delay(50, undefined, { signal: options.signal });
  }
}

async function requireBuilt(pool: Pool, name: string): Promise<Version> {
  const version = await requireVersion(pool, name);
  if (version.builtAt !== null) return version;
  throw new HubError(
    'wrong-use',
    version.purpose === 'verification'
      ? `Version ${name} is made by a verification, which compares and drops it itself.`
      : `Version ${name} is not wholly built; run "hub rebuild" to finish it first, which compares it too.`,
  );
}

const nothing: Difference = {
  equal: 0,
  changed: 0,
  onlyHere: 0,
  onlyThere: 0,
  samples: { changed: [], onlyHere: [], onlyThere: [] },
};

const nothingFound: Found = {
  dossier: nothing,
  trainee: nothing,
  session: nothing,
  parked: { equal: 0, onlyHere: 0, onlyThere: 0, samples: { onlyHere: [], onlyThere: [] } },
  explanations: emptyExplanations,
};

interface Round {
  readonly found: Found;
  readonly done: ReadonlySet<string>;
  readonly slices: number;
}

/** In the caller's snapshot: the slices that both have at equal offsets, and every slice that the first has. */
export async function compareAtOneMoment(
  client: ClientBase,
  versions: readonly [Version, Version],
): Promise<Comparison> {
  return keepComparison(
    client,
    versions,
    await compareSlices(client, versions, { found: nothingFound, done: new Set() }),
  );
}

/** Compares the slices that stand at equal offsets in this snapshot and were not compared before. */
async function compareSlices(
  client: ClientBase,
  versions: readonly [Version, Version],
  before: Omit<Round, 'slices'>,
): Promise<Round> {
  const [here, there] = versions;
  const slices = await levelSlices(client, here, there);
  const level = slices.filter((each) => each.level && !before.done.has(leaseKey(each)));
  if (level.length === 0) return { ...before, slices: slices.length };
  const parked = await differingParked(client, versions, level);
  const sides: Sides = [
    { version: here, rules: await rulesOf(client, here), parked: parkedKeys(parked.onlyHere) },
    { version: there, rules: await rulesOf(client, there), parked: parkedKeys(parked.onlyThere) },
  ];
  let found: Found = { ...before.found, parked: sumOfParked(before.found.parked, parked) };
  for (const [subject, kind] of subjects) {
    const compared = level.filter((each) => each.kind === kind).map(({ slice }) => slice);
    if (compared.length > 0) found = await compareSubject(client, sides, found, subject, compared);
  }
  return { found, done: new Set([...before.done, ...level.map(leaseKey)]), slices: slices.length };
}

const subjects: readonly (readonly [Subject, LeaseKind])[] = [
  ['dossier', 'trainee'],
  ['trainee', 'trainee'],
  ['session', 'offer'],
];

async function compareSubject(
  client: ClientBase,
  sides: Sides,
  found: Found,
  subject: Subject,
  slices: readonly number[],
): Promise<Found> {
  const versions = [sides[0].version, sides[1].version] as const;
  const rowsHere = await countRows(client, versions[0], subject, slices);
  let { explanations } = found;
  let difference = { ...found[subject], equal: found[subject].equal + rowsHere };
  for await (const batch of differingKeys(client, versions, subject, slices)) {
    for (const [row, explained] of await explainRows(client, sides, subject, batch)) {
      // Counted among the rows that are equal, until one of here is found not to be.
      difference = addDiffering(difference, row);
      explanations = addExplained(explanations, { subject, key: row.key }, explained);
    }
  }
  return { ...found, explanations, [subject]: difference };
}

/** Those of these rows that do differ. */
async function explainRows(
  client: ClientBase,
  sides: Sides,
  subject: Subject,
  rows: readonly DifferingKey[],
): Promise<readonly (readonly [DifferingKey, Explained])[]> {
  if (!sides.every(isComparable)) return rows.map((row) => [row, explainByShape(sides)] as const);
  const keys = rows.map(({ key }) => key);
  const here = await readWholeRows(client, sides[0].version, subject, keys);
  const there = await readWholeRows(client, sides[1].version, subject, keys);
  return rows.flatMap((row) => {
    const { key } = row;
    const explained = explain(sides, { subject, key, here: here.get(key), there: there.get(key) });
    return explained === null ? [] : [[row, explained] as const];
  });
}

function addDiffering(found: Difference, { key, kind }: DifferingKey): Difference {
  const known = found.samples[kind];
  const samples = known.length < samplesMax ? { ...found.samples, [kind]: [...known, key] } : found.samples;
  const equal = kind === 'onlyThere' ? found.equal : found.equal - 1;
  return { ...found, samples, equal, [kind]: found[kind] + 1 };
}

function sumOfParked(a: ParkedCounts, b: ParkedDifference): ParkedCounts {
  const samples = (kind: 'onlyHere' | 'onlyThere') =>
    [...a.samples[kind], ...b[kind].map(({ topic, slice, offset }) => `${topic}/${slice}/${offset}`)].slice(
      0,
      samplesMax,
    );
  return {
    equal: a.equal + b.equal,
    onlyHere: a.onlyHere + b.onlyHere.length,
    onlyThere: a.onlyThere + b.onlyThere.length,
    samples: { onlyHere: samples('onlyHere'), onlyThere: samples('onlyThere') },
  };
}

async function keepComparison(
  database: Pool | ClientBase,
  [here, there]: readonly [Version, Version],
  { found, done, slices }: Round,
): Promise<Comparison> {
  const { dossier: dossiers, trainee: trainees, session: sessions, parked } = found;
  const explanations = explanationsOf(found.explanations);
  const names = { here: here.version, there: there.version, slices, slicesCompared: done.size };
  const report = { ...names, dossiers, trainees, sessions, explanations, parked };
  const dossiersDiffering = differingRows(dossiers);
  const counts = { dossiers: dossiers.equal + dossiersDiffering, dossiersDiffering, unexplained: unexplained(report) };
  return { ...(await recordComparison(database, { ...names, ...counts }, report)), ...report };
}

export function differingRows({ changed, onlyHere, onlyThere }: Difference): number {
  return changed + onlyHere + onlyThere;
}

/** Rows whose difference nothing explains. */
export function unexplained({ explanations }: Pick<Comparison, 'explanations'>): number {
  return explanations
    .filter(({ by }) => by === 'unexplained')
    .reduce((sum, { dossiers, trainees, sessions }) => sum + dossiers + trainees + sessions, 0);
}

/** Whether the two are not known to say the same: rows or parked events differ, or a slice was not compared. */
export function differs(comparison: Comparison): boolean {
  const { dossiers, trainees, sessions, parked, slices, slicesCompared } = comparison;
  const rows = [dossiers, trainees, sessions].some((each) => differingRows(each) > 0);
  return rows || parked.onlyHere + parked.onlyThere > 0 || slicesCompared < slices;
}
