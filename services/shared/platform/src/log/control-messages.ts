import { randomUUID } from 'node:crypto';
import { controlTopic } from '@hub/contracts';
import type { EventLog, OutgoingMessage } from '@hub/core';
import { partitionOf } from './partitions.ts';
import { readInTime } from './read-up-to.ts';

/** One kind of what the hub tells the log of itself. All of a key are in one partition, in the order in which they were told. */
export interface ControlKind {
  readonly key: string;
  /** `hub.…` */
  readonly type: string;
}

/** Resolves once the log holds them; each is plain JSON. */
export async function tellControl(log: EventLog, { key, type }: ControlKind, told: readonly object[]): Promise<void> {
  const messages = told.map((each): OutgoingMessage => {
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_type: type,
      ce_source: 'urn:hub:source:hub',
      ce_id: randomUUID(),
    };
    return { topic: controlTopic, key, headers, value: Buffer.from(JSON.stringify(each)) };
  });
  await log.append(messages);
}

/** What was told of this kind, oldest first, up to the end of now. A log made before it had the topic was told nothing. */
export async function* readControl(log: EventLog, { key, type }: ControlKind): AsyncGenerator<readonly unknown[]> {
  const slice = partitionOf(key, log.slices);
  const ends = (await log.endOffsets([controlTopic])).filter((end) => end.slice === slice);
  const starts = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readInTime(log, starts, ends)) {
    const ofKind = messages.filter(({ headers }) => headers.ce_type === type);
    yield ofKind.map(({ value }): unknown => JSON.parse(value.toString()));
  }
}
