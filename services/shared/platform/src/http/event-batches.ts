import type { CloudEvent } from '@hub/contracts';

/** An event with its place among all events told, and its JSON. */
export interface NumberedEvent {
  readonly index: number;
  readonly event: CloudEvent;
  readonly json: string;
}

/** Events in batches of at most so many events and bytes of JSON; an event larger than that goes alone. */
export async function* batches(
  events: Iterable<CloudEvent> | AsyncIterable<CloudEvent>,
  limits: { readonly eventsMax: number; readonly bytesMax: number },
): AsyncGenerator<readonly NumberedEvent[], undefined> {
  let batch: NumberedEvent[] = [];
  let bytes = 0;
  let index = 0;
  for await (const event of events) {
    const json = JSON.stringify(event);
    const size = Buffer.byteLength(json) + 1;
    if (batch.length > 0 && (batch.length >= limits.eventsMax || bytes + size > limits.bytesMax)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ index, event, json });
    bytes += size;
    index += 1;
  }
  if (batch.length > 0) yield batch;
  return undefined;
}
