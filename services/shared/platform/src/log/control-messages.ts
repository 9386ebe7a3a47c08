import { randomUUID } from 'node:crypto';
import { controlTopic } from '@hub/contracts';
import { type EventLog, encodeEnvelope, envelopeOf } from '@hub/core';
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
  await log.append(
    told.map((data) => {
      const envelope = { specversion: '1.0', type, source: 'urn:hub:source:hub', id: randomUUID(), data } as const;
      return { topic: controlTopic, key, value: encodeEnvelope(envelope) };
    }),
  );
}

/** What was told of this kind, oldest first, up to the end of now. A log made before it had the topic was told nothing. */
export async function* readControl(log: EventLog, { key, type }: ControlKind): AsyncGenerator<readonly unknown[]> {
  const slice = partitionOf(key, log.slices);
  const ends = (await log.endOffsets([controlTopic])).filter((end) => end.slice === slice);
  const starts = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readInTime(log, starts, ends)) {
    const ofKind = messages.map(envelopeOf).filter((envelope) => envelope.type === type);
    yield ofKind.map(({ data }) => data);
  }
}
