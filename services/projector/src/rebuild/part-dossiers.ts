import {
  addDossier,
  copyBuffers,
  deleteDossiers,
  dossiersHeldTwice,
  fullAmong,
  insertParked,
  markFull,
  type Parked,
  positionsOf,
  readLeases,
  readUpTo,
  rowBuffers,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { type Arrival, decodeMessage, groupArrivals } from '../fold/arrival.ts';
import { foldDossier } from '../fold/fold-rows.ts';
import type { BuildTarget } from './build-slices.ts';

/**
 * A number that was given twice names trainees of two slices, which were built apart: its dossiers are folded again together,
 * so that one trainee keeps it and the events of the other are parked, whichever slice was built first. Nothing is read
 * where there is no such number.
 */
export async function partDossiers(client: ClientBase, target: BuildTarget): Promise<void> {
  const { version, rules, factsMax } = target;
  const { numbers, slices } = await dossiersHeldTwice(client, version.schemaName);
  if (numbers.length === 0) return;
  const arrivals = await readDossiers(client, target, new Set(numbers), new Set(slices));
  const groups = [...groupArrivals(arrivals).dossier.values()];
  const folded = groups.map((group) => ({ key: group.key, ...foldDossier(undefined, group, rules) }));
  const rows = rowBuffers();
  for (const { row } of folded) if (row !== null) addDossier(rows, row);
  const parked: readonly Parked[] = folded.flatMap((each) => each.parked);
  await deleteDossiers(client, version.schemaName, numbers);
  await copyBuffers(client, version.schemaName, rows);
  await markFull(
    client,
    folded.flatMap(({ key, shares }) => fullAmong('dossier', key, shares, factsMax)),
  );
  await insertParked(client, version.version, parked, { isFed: false });
}

/** What the slices, as far as they were built, hold of these dossiers. */
async function readDossiers(
  client: ClientBase,
  { log, version, signal }: BuildTarget,
  numbers: ReadonlySet<number>,
  slices: ReadonlySet<number>,
): Promise<readonly Arrival[]> {
  const leases = await readLeases(client, version.version);
  const ends = positionsOf(leases.filter(({ kind, slice }) => kind === 'trainee' && slices.has(slice)));
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  const arrivals: Arrival[] = [];
  for await (const messages of readUpTo(log, from, ends, signal)) {
    for (const message of messages) {
      const decoded = decodeMessage(message);
      if ('arrival' in decoded && numbers.has(decoded.arrival.event.dossier ?? 0)) arrivals.push(decoded.arrival);
    }
  }
  return arrivals;
}
