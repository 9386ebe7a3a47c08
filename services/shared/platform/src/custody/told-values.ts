import { randomUUID } from 'node:crypto';
import { controlTopic } from '@hub/contracts';
import type { EventLog, OutgoingMessage, StoredMessage } from '@hub/core';
import { partitionOf } from '../log/partitions.ts';
import { readInTime } from '../log/read-up-to.ts';
import { type CheckValue, secretNames } from '../sealing/check-values.ts';

/** All of them in one partition, in the order in which they were told. */
const messageKey = 'secrets';
const eventType = 'hub.secret-noted';

/** The check values that the log was told. A log made before it had the topic was told none. */
export async function toldOnLog(log: EventLog): Promise<readonly CheckValue[]> {
  const slice = partitionOf(messageKey, log.slices);
  const ends = (await log.endOffsets([controlTopic])).filter((end) => end.slice === slice);
  const starts = ends.map((end) => ({ ...end, offset: 0 }));
  const told: CheckValue[] = [];
  for await (const messages of readInTime(log, starts, ends)) {
    for (const message of messages) told.push(...checkValueOf(message));
  }
  return told;
}

export async function tellLog(log: EventLog, values: readonly CheckValue[]): Promise<void> {
  await log.append(values.map(messageOf));
}

function messageOf(value: CheckValue): OutgoingMessage {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_type: eventType,
    ce_source: 'urn:hub:source:hub',
    ce_id: randomUUID(),
  };
  return { topic: controlTopic, key: messageKey, headers, value: Buffer.from(JSON.stringify(value)) };
}

/** Nothing where the message is about something else: other things may come on this topic. */
function checkValueOf({ headers, value }: StoredMessage): readonly CheckValue[] {
  if (headers.ce_type !== eventType) return [];
  const { name, epoch, value: check } = JSON.parse(value.toString()) as CheckValue;
  return secretNames.includes(name) ? [{ name, epoch, value: check }] : [];
}
