import type {
  Change,
  EventOutcome,
  FeedOptions,
  FeedPage,
  HubClient,
  Purpose,
  Reader,
  SessionChange,
} from '@hub/client';
import { type CloudEvent, eventTypePrefix } from '@hub/contracts';
import { addDays, parisDay } from '@hub/core';
import { parisInstant } from './calendar.ts';
import type { Consumer, Followed, Looked } from './consumer.ts';
import { wordsOfMovements, wordsOfPayment, wordsOfSession } from './learn.ts';

/** What one page came to. */
export interface FollowedPage {
  readonly state: Followed;
  readonly items: number;
  /** What was reported, by event of the dictionary. */
  readonly told: readonly { readonly event: string; readonly outcome: EventOutcome }[];
  /** Something lies behind it already. */
  readonly more: boolean;
}

export interface FollowOptions {
  /** For how long the hub holds its answer until something comes; default 0. */
  readonly waitSeconds?: number;
  readonly nowMs?: number;
  /** `now`: without a cursor, what lies before is passed over. */
  readonly from?: 'now';
  readonly signal?: AbortSignal;
}

/** Reads one page of the feed, and deals with it and with what has waited long enough. */
export async function followOnce(
  consumer: Consumer,
  client: HubClient,
  { cursor, waiting, learned }: Followed,
  { waitSeconds: wait = 0, nowMs = Date.now(), from, signal }: FollowOptions = {},
): Promise<FollowedPage> {
  const {
    cursor: next,
    items,
    more,
  } = await pageFor(consumer, client, { cursor, ...(from && { from }), wait, signal });
  const day = parisDay(nowMs);
  const left = { ...waiting };
  const noted = { ...(learned.day === day ? learned.of : {}) };
  const events: CloudEvent[] = [];
  const changed = items.filter((item) => isLookedAt(consumer, item));
  const due = Object.entries(waiting).flatMap(([key, from]) => (from <= nowMs ? [[key, null] as const] : []));
  for (const [key, item] of new Map([...due, ...changed.map((each) => [keyOf(each), each] as const)])) {
    const look = { client, key, item, before: noted[key] ?? [], nowMs, signal };
    const { events: told, again, words } = await lookAt(consumer, look);
    events.push(...told);
    if (again === null) delete left[key];
    else left[key] = again;
    if (words.length === 0) delete noted[key];
    else noted[key] = words;
  }
  const outcomes = events.length === 0 ? [] : await client.report(events, { signal });
  const told = outcomes.map((outcome) => ({ event: nameOf(events[outcome.index]), outcome }));
  return { state: { cursor: next, waiting: left, learned: { day, of: noted } }, items: items.length, told, more };
}

type Item = Change | SessionChange;

async function pageFor(consumer: Consumer, client: HubClient, from: FeedOptions): Promise<FeedPage<Item>> {
  const { purpose } = consumer;
  const pages =
    purpose === null ? client.sessionChanges(from) : client.changes({ ...readerOf(consumer, purpose, '0'), ...from });
  return (await pages.next()).value;
}

function keyOf(item: Item): string {
  return 'session' in item ? item.session : String(item.dossier);
}

function isLookedAt(consumer: Consumer, { causes }: Item): boolean {
  if (consumer.looksAt !== 'dossier') return true;
  const types = typeof causes === 'string' ? [causes] : causes.map(({ type }) => type);
  return types.some((type) => consumer.on.includes(type));
}

interface Look {
  readonly client: HubClient;
  readonly key: string;
  /** Null: nothing changed, it is looked at again. */
  readonly item: Item | null;
  /** What is noted of it. */
  readonly before: readonly string[];
  readonly nowMs: number;
  readonly signal: AbortSignal | undefined;
}

const nothing: Looked & { readonly words: readonly string[] } = { events: [], again: null, words: [] };

/** What the consumer has to report of it, and what it notes of it from now on. */
async function lookAt(consumer: Consumer, look: Look): Promise<typeof nothing> {
  const { client, key, item, before, nowMs, signal } = look;
  const day = parisDay(nowMs);
  switch (consumer.looksAt) {
    case 'dossier': {
      const dossier = await client.dossier(Number(key), { ...readerOf(consumer, consumer.purpose, key), signal });
      if (dossier === null) return nothing;
      return { ...nothing, ...consumer.look({ ...dossier, number: dossier.number ?? Number(key) }, nowMs) };
    }
    case 'movements': {
      const asked = { kind: consumer.kinds, long: 'true', state: 'told', receivedFrom: day, dossier: key } as const;
      const movements = client.movements({ ...readerOf(consumer, consumer.purpose, key), ...asked, signal });
      return { ...nothing, words: wordsOfMovements(await all(movements)) };
    }
    case 'remunerations': {
      const reader = { ...readerOf(consumer, consumer.purpose, key), signal };
      const words = wordsOfPayment(await all(client.remunerations({ ...reader, dossier: key })), day);
      // What is due comes with the days, and another day is another note.
      return { ...nothing, words, again: words.length === 0 ? null : parisInstant(addDays(day, 1), 0) };
    }
    case 'session':
      return item !== null && 'session' in item ? { ...nothing, words: wordsOfSession(item, before) } : nothing;
  }
}

async function all<Item>(listed: AsyncGenerator<Item, void>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of listed) items.push(item);
  return items;
}

/** Behind a system many people work: what each of them reads is counted. */
const desks = 100;

function readerOf({ name }: Consumer, purpose: Purpose, key: string): Reader {
  return { agent: `${name}-${Number(key) % desks}`, purpose };
}

function nameOf(event: CloudEvent | undefined): string {
  return event?.type.slice(eventTypePrefix.length) ?? '';
}
