import type { EventOutcome, FeedPage, HubClient, Purpose } from '@hub/client';
import { type CloudEvent, eventTypePrefix } from '@hub/contracts';
import type { ReadDossier } from './read-dossier.ts';

/** A simulated system that follows what changes in the hub, and what it does about it. */
export type Consumer = {
  readonly name: string;
  /** Under whose credentials. */
  readonly clientId: string;
} & (DossierFeed | SessionFeed);

interface DossierFeed {
  readonly feed: 'changes';
  /** Why it reads. */
  readonly purpose: Purpose;
  /** Null: it takes note of what changed and does nothing about it. */
  readonly acts: Acting | null;
}

/** Sessions are shown to every partner, without a purpose. */
interface SessionFeed {
  readonly feed: 'session-changes';
  readonly purpose: null;
  readonly acts: null;
}

export interface Acting {
  /** Dossiers that changed by one of these events, or without one by `sight` or `rules`, are read; the others are taken note of. */
  readonly on: readonly string[];
  /**
   * What the system reports when it looks at a dossier. The same dossier gives the same events with the same ids, however often
   * it is looked at: whoever is killed looks again.
   */
  look(dossier: ReadDossier, nowMs: number): Looked;
}

export interface Looked {
  readonly events: readonly CloudEvent[];
  /** Epoch milliseconds from which there is more to do, even if nothing changes; null: only when it changes. */
  readonly again: number | null;
}

/** Where a consumer is. It is kept once what lies before it was dealt with, so everything is dealt with at least once. */
export interface Followed {
  readonly cursor: string | null;
  /** Dossiers to look at again, by number, from these epoch milliseconds on. */
  readonly waiting: Readonly<Record<string, number>>;
}

export const unfollowed: Followed = { cursor: null, waiting: {} };

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
  /** What lies before now is nothing to this consumer. */
  readonly passOver?: boolean;
  readonly signal?: AbortSignal;
}

/** Reads one page of the feed, and deals with it and with what has waited long enough. */
export async function followOnce(
  consumer: Consumer,
  client: HubClient,
  { cursor, waiting }: Followed,
  { waitSeconds: wait = 0, nowMs = Date.now(), passOver = false, signal }: FollowOptions = {},
): Promise<FollowedPage> {
  const from = { cursor, wait, signal };
  if (consumer.feed === 'session-changes') return pageOf(await first(client.sessionChanges(from)), waiting, []);
  const reader = (number: number) => ({
    agent: `${consumer.name}-${number % desks}`,
    purpose: consumer.purpose,
    signal,
  });
  const page = await first(client.changes({ ...reader(0), ...from }));
  const { acts } = consumer;
  if (acts === null || passOver) return pageOf(page, waiting, []);
  const left: Record<string, number> = { ...waiting };
  const changed = page.items.filter((item) => causesOf(item).some((cause) => acts.on.includes(cause)));
  const due = Object.keys(waiting).filter((number) => (waiting[number] ?? 0) <= nowMs);
  const events: CloudEvent[] = [];
  for (const number of new Set([...changed.map(({ dossier }) => dossier), ...due.map(Number)])) {
    const dossier = await client.dossier(number, reader(number));
    const looked =
      dossier === null
        ? { events: [], again: null }
        : acts.look({ ...dossier, number: dossier.number ?? number }, nowMs);
    events.push(...looked.events);
    if (looked.again === null) delete left[number];
    else left[number] = looked.again;
  }
  const outcomes = events.length === 0 ? [] : await client.report(events, { signal });
  const told = outcomes.map((outcome) => ({ event: nameOf(events[outcome.index]), outcome }));
  return pageOf(page, left, told);
}

function causesOf({ causes }: { readonly causes: readonly { readonly type: string }[] | string }): readonly string[] {
  return typeof causes === 'string' ? [causes] : causes.map(({ type }) => type);
}

/** Behind a system many people work: what each of them reads is counted. */
const desks = 100;

async function first<Item>(pages: AsyncGenerator<FeedPage<Item>, never>): Promise<FeedPage<Item>> {
  return (await pages.next()).value;
}

function pageOf(
  { cursor, items, more }: FeedPage<unknown>,
  waiting: Followed['waiting'],
  told: FollowedPage['told'],
): FollowedPage {
  return { state: { cursor, waiting }, items: items.length, told, more };
}

function nameOf(event: CloudEvent | undefined): string {
  return event?.type.slice(eventTypePrefix.length) ?? '';
}
