import type { Position, Rules } from '@hub/core';
import type { Snapshot } from './active-version.ts';
import { leaseKindOf, type SliceProgress } from './leases.ts';
import { type ParkedEvent, parkedAmong } from './parked-events.ts';
import { selectFacts } from './read-facts.ts';
import { progressAgainst, readProgress } from './read-progress.ts';

/** Where an event was told on the log, and what it is about; as a receipt names it. */
export interface ToldEvent extends Position {
  readonly logEpoch: string;
  readonly dossier: number | null;
  readonly trainee: string | null;
  readonly session?: string;
}

/** What one snapshot knows of events that were told. */
export interface SeenEvents<Event extends ToldEvent> {
  readonly progress: readonly SliceProgress[];
  /** Those that the version has come past. */
  readonly passed: ReadonlySet<Event>;
  readonly parkedAt: (event: Event) => ParkedEvent | undefined;
  /** Of what the passed ones are about. */
  readonly stored: Awaited<ReturnType<typeof selectFacts>>;
  readonly rules: Rules;
}

/** Three statements, however many: how far the slices are, what is parked, and what is stored of all that was passed. */
export async function lookForEvents<Event extends ToldEvent>(
  snapshot: Snapshot,
  events: readonly Event[],
): Promise<SeenEvents<Event>> {
  const progress = await readProgress(
    snapshot,
    events.map(({ topic, slice }) => [leaseKindOf(topic), slice]),
  );
  const passed = events.filter(
    (each) => progressAgainst(progress, [{ ...each, nextOffset: each.offset + 1 }]) === 'met',
  );
  const parked = await parkedAmong(snapshot, passed);
  const stored = await selectFacts(snapshot.client, snapshot.version.schemaName, {
    dossier: keysOf(passed.map(({ dossier }) => dossier?.toString())),
    trainee: keysOf(passed.map(({ trainee }) => trainee ?? undefined)),
    session: keysOf(passed.map(({ session }) => session)),
  });
  const byPlace = new Map(parked.map((each) => [placeKey(each), each]));
  const parkedAt = (event: Event) => byPlace.get(placeKey(event));
  return { progress, passed: new Set(passed), parkedAt, stored, rules: snapshot.rules };
}

function keysOf(keys: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(keys.filter((key) => key !== undefined))];
}

function placeKey({ topic, slice, offset }: Position): string {
  return `${topic} ${slice} ${offset}`;
}
