import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from '@hub/contracts';
import { type DossierRecord, describe, type FactSet } from '@hub/core';
import {
  countDifferences,
  type DifferenceRow,
  factsOfDossiers,
  type LeaseKind,
  levelSlices,
  readDossierColumns,
  readOneMoment,
  recordComparison,
  requireOwnShape,
  requireVersion,
  rulesOf,
  type Version,
  withTransaction,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';

/** Rows of one table, by their hash. `here` is the version compared, `there` the one that it is compared with. */
export interface Difference {
  readonly equal: number;
  readonly changed: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Up to 20 keys of each kind: dossier numbers, trainee ids, session references. */
  readonly samples: Readonly<Record<'changed' | 'onlyHere' | 'onlyThere', readonly string[]>>;
}

export interface Comparison {
  readonly here: string;
  readonly there: string;
  readonly dossiers: Difference;
  readonly trainees: Difference;
  readonly sessions: Difference;
  /** Slices that were met at equal offsets and so compared, of how many. */
  readonly slicesCompared: number;
  readonly slices: number;
}

const samplesMax = 20;
const waitMsDefault = 20_000;

type Differences = Readonly<Record<Subject, Difference>>;

/**
 * Compares the hash of every row of two versions, slice by slice at equal offsets: while the log goes on, a slice is
 * compared at a moment when both have projected the same. Waits up to `waitMs` for such moments. What was found is
 * remembered with the versions.
 */
export async function compare(
  pool: Pool,
  hereName: string,
  thereName: string,
  options: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<Comparison> {
  const versions = [await requireVersion(pool, hereName), await requireVersion(pool, thereName)] as const;
  let found: Differences = { dossier: nothing, trainee: nothing, session: nothing };
  let done: ReadonlySet<string> = new Set();
  const deadline = performance.now() + (options.waitMs ?? waitMsDefault);
  for (;;) {
    options.signal?.throwIfAborted();
    const round = await withTransaction(pool, (client) => compareLevelSlices(client, versions, done), { job: true });
    found = {
      dossier: sumOf(found.dossier, round.found.dossier),
      trainee: sumOf(found.trainee, round.found.trainee),
      session: sumOf(found.session, round.found.session),
    };
    done = round.done;
    if (done.size === round.slices || performance.now() > deadline) {
      const { dossier: dossiers, trainee: trainees, session: sessions } = found;
      const counts = { slicesCompared: done.size, slices: round.slices };
      const differing = differingRows(dossiers) + differingRows(trainees) + differingRows(sessions);
      await recordComparison(pool, [hereName, thereName], { ...counts, differing });
      return { here: hereName, there: thereName, dossiers, trainees, sessions, ...counts };
    }
    await delay(50, undefined, { signal: options.signal });
  }
}

function differingRows({ changed, onlyHere, onlyThere }: Difference): number {
  return changed + onlyHere + onlyThere;
}

const nothing: Difference = {
  equal: 0,
  changed: 0,
  onlyHere: 0,
  onlyThere: 0,
  samples: { changed: [], onlyHere: [], onlyThere: [] },
};

function sumOf(a: Difference, b: Difference): Difference {
  const samples = (kind: keyof Difference['samples']) => [...a.samples[kind], ...b.samples[kind]].slice(0, samplesMax);
  return {
    equal: a.equal + b.equal,
    changed: a.changed + b.changed,
    onlyHere: a.onlyHere + b.onlyHere,
    onlyThere: a.onlyThere + b.onlyThere,
    samples: { changed: samples('changed'), onlyHere: samples('onlyHere'), onlyThere: samples('onlyThere') },
  };
}

/** Compares the slices that stand at equal offsets in this snapshot and were not compared before. */
async function compareLevelSlices(
  client: ClientBase,
  versions: readonly [Version, Version],
  before: ReadonlySet<string>,
): Promise<{ slices: number; done: ReadonlySet<string>; found: Differences }> {
  await readOneMoment(client);
  const [here, there] = versions;
  const slices = await levelSlices(client, here.version, there.version);
  const level = slices.filter((each) => each.level && !before.has(`${each.kind} ${each.slice}`));
  const differences = async (subject: Subject, kind: LeaseKind) => {
    const compared = level.filter((each) => each.kind === kind).map(({ slice }) => slice);
    return compared.length === 0
      ? nothing
      : differenceOf(await countDifferences(client, versions, subject, compared, samplesMax));
  };
  const found = {
    dossier: await differences('dossier', 'trainee'),
    trainee: await differences('trainee', 'trainee'),
    session: await differences('session', 'offer'),
  };
  const done = new Set([...before, ...level.map(({ kind, slice }) => `${kind} ${slice}`)]);
  return { slices: slices.length, done, found };
}

function differenceOf(rows: readonly DifferenceRow[]): Difference {
  const of = (kind: DifferenceRow['kind']) => rows.find((row) => row.kind === kind);
  const count = (kind: DifferenceRow['kind']) => of(kind)?.rows ?? 0;
  const keys = (kind: DifferenceRow['kind']) => of(kind)?.keys ?? [];
  return {
    equal: count('equal'),
    changed: count('changed'),
    onlyHere: count('onlyHere'),
    onlyThere: count('onlyThere'),
    samples: { changed: keys('changed'), onlyHere: keys('onlyHere'), onlyThere: keys('onlyThere') },
  };
}

/** One dossier as a version has it. */
export interface DossierInVersion {
  /** Every column but the facts. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly facts: FactSet;
  /** Described by the rules of the version. */
  readonly record: DossierRecord;
}

/** One dossier in two versions, side by side; null where a version has none. Throws `wrong-use` for one of another shape. */
export async function diffDossier(
  pool: Pool,
  number: number,
  hereName: string,
  thereName: string,
): Promise<{ here: DossierInVersion | null; there: DossierInVersion | null }> {
  return {
    here: await dossierIn(pool, number, hereName),
    there: await dossierIn(pool, number, thereName),
  };
}

async function dossierIn(pool: Pool, number: number, name: string): Promise<DossierInVersion | null> {
  const version = await requireVersion(pool, name);
  requireOwnShape(version);
  const row = await readDossierColumns(pool, version, number);
  const facts = (await factsOfDossiers({ client: pool, version }, [number])).get(number);
  if (row === null || facts === undefined) return null;
  return { row, facts, record: describe(facts, await rulesOf(pool, version)) };
}
