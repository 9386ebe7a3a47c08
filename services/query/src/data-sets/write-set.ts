import { HubError, type Position, parisDay, type Rights, watchedBy } from '@hub/core';
import {
  type AskedDataSet,
  allowJob,
  countWatched,
  feedEnd,
  feedEpoch,
  type Partner,
  type Snapshot,
  type TracedPerson,
  weekOf,
  withSnapshot,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { foundDossiers } from '../lists/found-dossiers.ts';
import { isAuthority, type Reader, readerOf } from '../reading/sight.ts';
import { requireProjected } from './held-by-log.ts';
import { setKinds, type Value } from './kinds.ts';
import { type SetDossier, setDossiers } from './set-dossier.ts';
import { csvWriter, type LineWriter } from './write-csv.ts';
import { parquetWriter } from './write-parquet.ts';

/** What is to be written, as plain data. */
export interface Writing {
  readonly asked: AskedDataSet;
  readonly partner: Partner;
  readonly agent: string;
  /** What its snapshot must have of the log. */
  readonly held: readonly Position[];
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export interface Written {
  /** As many as may be in it. */
  readonly dossiers: number;
  readonly rows: number;
  readonly projectionVersion: string;
  readonly rulesVersion: string;
  /** In the feed of changes. */
  readonly place: { readonly epoch: string; readonly place: Awaited<ReturnType<typeof feedEnd>> };
}

/** Some of it is written. */
export interface Step {
  /** Of whom these lines are. */
  readonly persons: readonly TracedPerson[];
  /** Dossiers. */
  readonly done: number;
  readonly total: number;
}

/** Dossiers whose lines are written, and whose persons are told, at once. */
const dossiersAtOnce = 500;
/** Rows that one statement finds: each looks up anew who is linked. */
const candidatesAtOnce = 2_000;

interface Stores {
  readonly pool: Pool;
  readonly rights: Rights;
  /** The next lines are described meanwhile, and written once it resolves. */
  readonly onStep: (step: Step) => Promise<void>;
}

/** One snapshot, line by line to a file. */
export async function writeSet(stores: Stores, writing: Writing): Promise<Written> {
  const { asked, path, held } = writing;
  const { columns } = setKinds[asked.kind];
  const writer = await (asked.format === 'csv' ? csvWriter(path, columns, asked.bom) : parquetWriter(path, columns));
  try {
    const written = await withSnapshot(stores.pool, async (snapshot) => {
      if (snapshot === null) throw new HubError('wrong-use', 'Nothing has been reported to this hub yet.');
      // It stands still while persons are traced, and for the turn of a process on a busy machine.
      await allowJob(snapshot.client as ClientBase, 'transaction');
      await requireProjected(snapshot, held);
      return writeLines(stores, { ...writing, snapshot, writer });
    });
    await writer.finish();
    return written;
  } catch (error) {
    await writer.abandon().catch(() => {});
    throw error;
  }
}

async function writeLines(
  { rights, onStep }: Stores,
  writing: Writing & { readonly snapshot: Snapshot; readonly writer: LineWriter },
): Promise<Written> {
  const { snapshot, writer, asked, partner } = writing;
  // An exception shows so many persons a month, and a data set counts nobody: nobody is in it by one.
  const reader = { ...readerOf(partner, asked.purpose), exceptions: {} };
  const dossiers = await countWatched(snapshot, isAuthority(reader) ? null : watchedBy(rights, reader));
  let rows = 0;
  let looked = 0;
  let told = Promise.resolve();
  try {
    for await (const { lines, persons } of inGroups(linesOf(rights, writing, reader))) {
      await told;
      await writer.write(lines);
      rows += lines.length;
      looked += dossiersAtOnce;
      told = onStep({ persons, done: Math.min(looked, dossiers), total: dossiers });
    }
  } finally {
    await told;
  }
  const place = { epoch: await feedEpoch(snapshot), place: await feedEnd(snapshot, 'trainee') };
  const { version, rulesHash } = snapshot.version;
  return { rows, dossiers, projectionVersion: version, rulesVersion: rulesHash, place };
}

/** What a dossier gives to a data set, and of whom it is; a dossier itself is not held. */
interface OfDossier {
  readonly lines: readonly (readonly Value[])[];
  readonly persons: readonly TracedPerson[];
}

/** Of every dossier by number, as the week's end and today's rights show it. */
async function* linesOf(
  rights: Rights,
  { snapshot, asked: { week, kind }, nowMs }: Pick<Writing, 'asked' | 'nowMs'> & { readonly snapshot: Snapshot },
  reader: Reader,
): AsyncGenerator<OfDossier> {
  const end = weekOf(week);
  if (end === null) throw new HubError('wrong-use', `There is no week ${week}.`);
  const { rules } = snapshot;
  const at = { day: end.to, over: end.over, rights, rules };
  const found = foundDossiers<SetDossier>(snapshot, {
    rights,
    sought: { kind: 'dossiers', statuses: null, dossier: null, organisation: null, session: null },
    dossiersOf: (person) => setDossiers(person, reader, at),
    view: { reader, sources: reader.sources, today: parisDay(nowMs), nowMs, rules, excepted: null },
    from: { number: 0, due: null },
    rowsMax: Number.POSITIVE_INFINITY,
    rowsAtOnce: candidatesAtOnce,
  });
  for await (const { dossier } of found) {
    const lines = setKinds[kind].linesOf(dossier);
    // Of whom there is no line, nothing is told.
    yield { lines, persons: lines.length === 0 ? [] : personsOf(dossier) };
  }
}

function personsOf({ numbers, rows }: SetDossier): readonly TracedPerson[] {
  const [dossier = null] = numbers;
  return [...new Set(rows.map(({ trainee }) => trainee))].map((trainee) => ({ trainee, dossier }));
}

async function* inGroups(items: AsyncIterable<OfDossier>): AsyncGenerator<OfDossier> {
  let group: OfDossier[] = [];
  const all = () => ({
    lines: group.flatMap(({ lines }) => lines),
    persons: group.flatMap(({ persons }) => persons),
  });
  for await (const item of items) {
    group.push(item);
    if (group.length < dossiersAtOnce) continue;
    yield all();
    group = [];
  }
  if (group.length > 0) yield all();
}
