import type { HubClient, Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import type { Problem } from '@hub/platform';
import type { Ledger } from './ledger.ts';

type Result =
  | { readonly status: 'accepted'; readonly receipt: Receipt }
  | { readonly status: 'refused'; readonly problem: Problem }
  | { readonly status: 'unknown' };

/** One try of one batch. Gives the receipts by place, and the events to send again. */
export interface Answered {
  readonly receipts: ReadonlyMap<number, Receipt>;
  readonly open: readonly CloudEvent[];
}

/** Sends events once, writes down what the hub says of each, and rejects never: what is open may be sent again. */
export async function reportOnce(
  client: HubClient,
  ledger: Ledger,
  events: readonly CloudEvent[],
  timeoutMs: number,
): Promise<Answered> {
  const results = await post(client, events, timeoutMs).catch(() => null);
  if (results === null) {
    ledger.unanswered(events.length);
    return { receipts: new Map(), open: events };
  }
  const receipts = new Map<number, Receipt>();
  const open: CloudEvent[] = [];
  for (const [index, event] of events.entries()) {
    const result = results[index] ?? { status: 'unknown' };
    if (result.status === 'accepted') {
      ledger.acknowledged(event, result.receipt);
      receipts.set(index, result.receipt);
    } else if (result.status === 'refused') {
      ledger.refused(event, result.problem.errors?.[0]?.rule ?? result.problem.type);
    } else {
      ledger.unknown();
      open.push(event);
    }
  }
  return { receipts, open };
}

/** One event goes alone, several as a batch. Null where the answer speaks of none of them. */
async function post(
  client: HubClient,
  events: readonly CloudEvent[],
  timeoutMs: number,
): Promise<readonly Result[] | null> {
  const [first] = events;
  const single = events.length === 1;
  const answer = await client.fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': `application/cloudevents${single ? '' : '-batch'}+json` },
    body: JSON.stringify(single ? first : events),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = (await answer.json()) as unknown;
  const away = answer.status >= 500 || answer.status === 429;
  if (away && (body as { results?: unknown }).results === undefined) return events.map(() => ({ status: 'unknown' }));
  if (!single) return (body as { results?: readonly Result[] }).results ?? null;
  if (answer.status === 202) return [{ status: 'accepted', receipt: body as Receipt }];
  const spoken = answer.status >= 400 && ![401, 408].includes(answer.status);
  return spoken ? [{ status: 'refused', problem: body as Problem }] : null;
}
