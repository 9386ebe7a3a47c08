import type { Topic } from '@hub/contracts';
import type { EventLog, Position, StoredMessage } from '@hub/core';
import { readInTime } from './read-up-to.ts';

/** What is wanted of a topic. */
export interface LogPage {
  /** Absent: of every slice. */
  readonly slice?: number | undefined;
  /** First offset, of each slice. */
  readonly from: number;
  readonly count: number;
  /** Nothing more is read once there is so much; default: no bound. */
  readonly bytesMax?: number;
  /** As `readInTime` has it. */
  readonly silenceMsMax?: number;
}

/** What lies between the offset asked for and the end as it is now; never waits for more. */
export async function readLogPage(
  log: EventLog,
  topic: Topic,
  { slice, from, count, bytesMax = Number.POSITIVE_INFINITY, silenceMsMax }: LogPage,
): Promise<{ readonly messages: readonly StoredMessage[]; readonly ends: readonly Position[] }> {
  const ends = (await log.endOffsets([topic])).filter((end) => slice === undefined || end.slice === slice);
  const wanted = ends.filter(({ offset }) => offset > from).map((end) => ({ ...end, offset: from }));
  const messages: StoredMessage[] = [];
  let bytes = 0;
  for await (const batch of readInTime(log, wanted, ends, silenceMsMax)) {
    for (const message of batch) {
      if (messages.length >= count || bytes >= bytesMax) break;
      messages.push(message);
      bytes += message.value.length;
    }
    if (messages.length >= count || bytes >= bytesMax) break;
  }
  return { messages, ends };
}

/** The event as it is stored, sealed; bytes in base64 where it is no JSON. */
export function shownMessage({ slice, offset, key, value }: StoredMessage) {
  return { slice, offset, key, event: parsed(value) };
}

function parsed(value: Buffer): unknown {
  try {
    const event: unknown = JSON.parse(value.toString());
    if (typeof event === 'object' && event !== null) return event;
  } catch {
    // What is no JSON at all is shown alike.
  }
  return { damaged: value.toString('base64') };
}
