import { type Causes, type Rights, type Sight, toldCauses, watchedBy } from '@hub/core';
import {
  decodeFedScenes,
  type Fed,
  type FedDossier,
  type FeedPlace,
  findPeople,
  type PersonColumns,
  readFedDossiers,
  type SceneColumns,
  type Snapshot,
} from '@hub/platform';
import { freshColumns } from '../reading/fresh-columns.ts';
import { sightOfPeople } from '../reading/read-people.ts';
import { authoritySight, isAuthority, type PersonSight, personSight, type Reader } from '../reading/sight.ts';
import { causesSince } from './causes-since.ts';

/** That a dossier is not, or may not be, as the reader was told: no more than that it is, and why. */
export interface Change {
  readonly dossier: number;
  /** `out-of-sight`: the reader saw it before, and sees nothing of it now. */
  readonly state: 'changed' | 'out-of-sight';
  readonly causes: Causes;
  /** `YYYY-MM-DD`: the last day of the reader's sight of it, as it stands; null: no day ends it. */
  readonly sightUntil: string | null;
}

/** What of a feed lies behind a place. */
export interface ChangesPage<Item> {
  readonly items: readonly Item[];
  /** Where the reader is now. */
  readonly place: FeedPlace;
  /** Something may lie behind that already. */
  readonly isMore: boolean;
}

/** Rows looked at for one page, whether this reader may see them or not. */
const lookedMax = 20_000;
/** For who is nowhere yet. */
const slicesAtFirst = 8;
/** In each slice at once. */
const rowsMaxOfSlice = 1_000;

/** Rows of a feed behind a place, up to `limit` items; rows that give no item are passed over, so many for a page. */
export async function readBehind<Row extends { readonly slice: number; readonly sequence: number }, Item>(
  begin: FeedPlace,
  limit: number,
  read: (place: FeedPlace, rowsMax: number) => Promise<Fed<Row>>,
  itemsOf: (rows: readonly Row[]) => Promise<readonly Item[]>,
): Promise<ChangesPage<Item>> {
  let place = begin;
  // What is read of a slice beyond the page is read again for the next one.
  let rowsMax = Math.ceil(limit / Math.max(slicesAtFirst, Object.keys(begin).length));
  const items: Item[] = [];
  for (let looked = 0; ; rowsMax = Math.min(rowsMaxOfSlice, 4 * rowsMax)) {
    const fed = await read(place, rowsMax);
    const room = limit - items.length;
    const left = fed.rows.slice(room);
    items.push(...(await itemsOf(fed.rows.slice(0, room))));
    looked += distanceBetween(place, fed.reached);
    place = { ...place, ...fed.reached, ...beforeFirst(left) };
    if (left.length === 0 && !fed.isMore) return { items, place, isMore: false };
    if (items.length >= limit || looked >= lookedMax) return { items, place, isMore: true };
  }
}

function distanceBetween(from: FeedPlace, to: FeedPlace): number {
  return Object.entries(to).reduce((sum, [slice, sequence]) => sum + sequence - (from[slice] ?? 0), 0);
}

/** In each slice of these, the place before the first: they are the next to come. */
function beforeFirst(rows: readonly { readonly slice: number; readonly sequence: number }[]): FeedPlace {
  const place: Record<string, number> = {};
  for (const { slice, sequence } of rows) place[slice] ??= sequence - 1;
  return place;
}

export interface ReadingChanges {
  readonly reader: Reader;
  readonly rights: Rights;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** Changes of dossiers behind a place, as `decide` lets this reader be told of them at this moment. */
export function readChanges(
  snapshot: Snapshot,
  place: FeedPlace,
  limit: number,
  reading: ReadingChanges,
): Promise<ChangesPage<Change>> {
  const { reader, rights } = reading;
  const watchers = isAuthority(reader) ? null : watchedBy(rights, reader);
  return readBehind(
    place,
    limit,
    (at, rowsMax) => readFedDossiers(snapshot, { place: at, watchers, siret: reader.siret, rowsMax }),
    (rows) => changesOf(snapshot, rows, place, reading),
  );
}

async function changesOf(
  snapshot: Snapshot,
  rows: readonly FedDossier[],
  since: FeedPlace,
  reading: ReadingChanges,
): Promise<readonly Change[]> {
  const sightOfRow = await sightsOf(snapshot, rows, reading);
  const changes: Change[] = [];
  for (const row of rows) {
    const sight = sightOfRow(row);
    const causes = sight && toldCauses(causesSince(row, since), sight, reading.reader.siret);
    const state = sight === null ? 'out-of-sight' : 'changed';
    const sightUntil = sight?.until ?? null;
    if (causes !== null) changes.push({ dossier: row.number, state, causes, sightUntil });
    else if (await sawMore(snapshot, row, since, sight, reading)) {
      changes.push({ dossier: row.number, state, causes: 'sight', sightUntil });
    }
  }
  return changes;
}

async function sightsOf(
  snapshot: Snapshot,
  rows: readonly FedDossier[],
  reading: ReadingChanges,
): Promise<(row: FedDossier) => Sight | null> {
  const { reader, rights } = reading;
  if (isAuthority(reader)) {
    const sight = authoritySight(rights, reader);
    return ({ destroyed }) => (destroyed ? null : sight);
  }
  const people = await sightOfPeople(snapshot, rows, { ...reading, excepted: null });
  return ({ trainee, number }) => sightOf(people.get(trainee)?.sight, number, reader);
}

/**
 * What is seen under this number. By own facts alone, nothing under that of another row which answers as one with them: it
 * would say that others reported of the same training.
 */
function sightOf(seen: PersonSight | undefined, number: number, { siret }: Reader): Sight | null {
  for (const { rows, sight } of seen?.dossiers ?? []) {
    const row = rows.find((each) => each.number === number);
    if (row === undefined) continue;
    const isOwn = row.evidence.organisations.some(({ organisation }) => organisation === siret);
    return sight.described !== 'own' || isOwn ? sight : null;
  }
  return null;
}

/**
 * Whether who sees nothing of a dossier saw it before, or who sees its own facts alone saw more: in the scene of before it was
 * raised for who may have lost sight. Nobody is told of the end of a sight that never was.
 */
async function sawMore(
  snapshot: Snapshot,
  row: FedDossier,
  since: FeedPlace,
  now: Sight | null,
  { reader, ...today }: ReadingChanges,
): Promise<boolean> {
  const from = since[row.slice] ?? 0;
  // Who was told of nothing in this slice yet has nothing to forget.
  if (from === 0 || (now !== null && now.described !== 'own')) return false;
  const scenes = row.losses.filter(({ sequence }) => sequence > from);
  for (const scene of scenes.flatMap((each) => decodeFedScenes(each, row.trainee))) {
    const then = await columnsThen(snapshot, row, scene);
    const sight = sightOf(personSight(then, row.trainee, reader, today) ?? undefined, row.number, reader);
    if (sight !== null && (now === null || sight.described !== 'own')) return true;
  }
  return false;
}

/** The columns of a person as they were in a scene of one dossier; of other dossiers, as they are. */
async function columnsThen(
  snapshot: Snapshot,
  { number, trainee }: FedDossier,
  then: SceneColumns,
): Promise<PersonColumns> {
  const named = new Set([trainee, ...then.trainees.flatMap((each) => [each.trainee, ...each.linked])]);
  const now = await freshColumns(snapshot, await findPeople(snapshot, [...named], []), snapshot.rules);
  const [people, offers] = [
    new Set(then.trainees.map((each) => each.trainee)),
    new Set(then.sessions.map(({ reference }) => reference)),
  ];
  const known = now.dossiers.find((row) => row.number === number);
  const own = known ?? { number, trainee, status: '', statusSince: null, named: [] };
  return {
    trainees: [
      ...then.trainees,
      ...now.trainees.filter((each) => named.has(each.trainee) && !people.has(each.trainee)),
    ],
    dossiers: [
      ...now.dossiers.filter((row) => named.has(row.trainee) && row.number !== number),
      { ...own, evidence: then.evidence },
    ],
    sessions: [...then.sessions, ...now.sessions.filter(({ reference }) => !offers.has(reference))],
  };
}
