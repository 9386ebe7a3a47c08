import type { OutgoingMessage, Position } from '@hub/core';
import { partitionOf } from './partition-of.ts';

/** Where a message of one append lies: its partition, and how many of the same append come before it there. */
export interface Place {
  readonly partition: string;
  readonly slice: number;
  readonly rank: number;
}

export function placesOf(messages: readonly OutgoingMessage[], slices: number): Place[] {
  const counts = new Map<string, number>();
  return messages.map((message) => {
    const slice = partitionOf(message.key, slices);
    const partition = partitionName(message.topic, slice);
    const rank = counts.get(partition) ?? 0;
    counts.set(partition, rank + 1);
    return { partition, slice, rank };
  });
}

export function partitionName(topic: string, slice: number): string {
  return `${topic}/${slice}`;
}

/** Positions from the first offset that each partition gave to this append; undefined where one gave none. */
export function positionsOf(
  messages: readonly OutgoingMessage[],
  places: readonly Place[],
  firstOffsets: ReadonlyMap<string, number>,
): Position[] | undefined {
  const positions: Position[] = [];
  for (const [index, message] of messages.entries()) {
    const { partition, slice, rank } = places[index] as Place;
    const first = firstOffsets.get(partition);
    if (first === undefined || first < 0) return undefined;
    positions.push({ topic: message.topic, slice, offset: first + rank });
  }
  return positions;
}
