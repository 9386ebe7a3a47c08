import type { LogEvent, Position } from '@hub/core';
import type { Work } from './work.ts';

/** Trainee → the last place, in each partition, of what the hub itself told about that person in one pipeline. */
export type PlacesTold = ReadonlyMap<string, readonly Position[]>;

export function placesTold(messages: readonly LogEvent[], positions: readonly Position[]): PlacesTold {
  const places = new Map<string, Position[]>();
  for (const [index, { trainee }] of messages.entries()) {
    const position = positions[index];
    if (trainee === null || position === undefined) continue;
    places.set(trainee, lastPlaces([...(places.get(trainee) ?? []), position]));
  }
  return places;
}

/** What a reader of this event must see with it: about its trainee, those linked with it, those whose dossier it corrects. */
export function placesWith({ trainee, others, correctedIn }: Work, told: readonly PlacesTold[]): readonly Position[] {
  const people = new Set([trainee ?? '', ...others, ...correctedIn.map(({ row }) => row.trainee)]);
  return lastPlaces(told.flatMap((places) => [...people].flatMap((person) => places.get(person) ?? [])));
}

function lastPlaces(positions: readonly Position[]): Position[] {
  const last = new Map<string, Position>();
  for (const position of positions) {
    const partition = `${position.topic} ${position.slice}`;
    if ((last.get(partition)?.offset ?? -1) < position.offset) last.set(partition, position);
  }
  return [...last.values()];
}
