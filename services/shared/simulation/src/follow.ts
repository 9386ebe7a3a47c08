import { type CloudEvent, eventTypePrefix } from '@hub/contracts';
import { HubError } from '@hub/core';
import type { EventOutcome, HubClient } from '@hub/platform';
import type { ReadDossier } from './read-dossier.ts';

/** A simulated system that follows what changes in the hub, and what it does about it. */
export interface Consumer {
  readonly name: string;
  /** Under whose credentials. */
  readonly clientId: string;
  readonly feed: 'changes' | 'session-changes';
  /** Why it reads; null: sessions are shown to every partner. */
  readonly purpose: string | null;
  /** Null: it takes note of what changed and does nothing about it. */
  readonly acts: Acting | null;
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

interface Item {
  readonly dossier?: number;
  readonly causes: readonly { readonly type: string }[] | string;
}

interface Page {
  readonly items: readonly Item[];
  readonly cursor: string;
  readonly more: boolean;
}

/**
 * Reads one page of the feed, and deals with it and with what has waited long enough. `waitSeconds`: for how long the hub holds
 * its answer until something comes. `passOver`: what lies before now is nothing to this consumer.
 */
export async function followOnce(
  consumer: Consumer,
  client: HubClient,
  { cursor, waiting }: Followed,
  options: { readonly waitSeconds?: number; readonly nowMs?: number; readonly passOver?: boolean } = {},
): Promise<FollowedPage> {
  const { waitSeconds = 0, nowMs = Date.now(), passOver = false } = options;
  const query = new URLSearchParams({ wait: String(waitSeconds), ...(cursor !== null && { cursor }) });
  const page = await read<Page>(consumer, client, `/v1/${consumer.feed}?${query}`, 0);
  const { acts } = consumer;
  const left = new Map(Object.entries(waiting));
  if (acts === null || passOver || page === null) return pageOf(page, cursor, left, []);
  const changed = page.items.filter((item) => causesOf(item).some((cause) => acts.on.includes(cause)));
  const due = [...left].filter(([, from]) => from <= nowMs).map(([number]) => number);
  const events: CloudEvent[] = [];
  for (const number of new Set([...changed.map(({ dossier }) => String(dossier)), ...due])) {
    const dossier = await read<ReadDossier>(consumer, client, `/v1/dossiers/${number}`, Number(number));
    const looked = dossier === null ? { events: [], again: null } : acts.look(dossier, nowMs);
    events.push(...looked.events);
    if (looked.again === null) left.delete(number);
    else left.set(number, looked.again);
  }
  const outcomes = events.length === 0 ? [] : await client.report(events);
  const told = outcomes.map((outcome) => ({ event: nameOf(events[outcome.index]), outcome }));
  return pageOf(page, cursor, left, told);
}

function causesOf({ causes }: Item): readonly string[] {
  return typeof causes === 'string' ? [causes] : causes.map(({ type }) => type);
}

function pageOf(
  page: Page | null,
  cursor: string | null,
  waiting: ReadonlyMap<string, number>,
  told: FollowedPage['told'],
): FollowedPage {
  const state = { cursor: page?.cursor ?? cursor, waiting: Object.fromEntries(waiting) };
  return { state, items: page?.items.length ?? 0, told, more: page?.more ?? false };
}

function nameOf(event: CloudEvent | undefined): string {
  return event?.type.slice(eventTypePrefix.length) ?? '';
}

/** Behind a system many people work: what each of them reads is counted. */
const desks = 100;

/** Null: there is nothing here for this reader any more. */
async function read<Body>(
  { name, purpose }: Consumer,
  client: HubClient,
  path: string,
  number: number,
): Promise<Body | null> {
  const reader = { 'hub-agent': `${name}-${number % desks}`, ...(purpose !== null && { 'hub-purpose': purpose }) };
  const answer = await client.fetch(path, { headers: reader });
  if (answer.status === 404) return null;
  if (answer.ok) return (await answer.json()) as Body;
  const isBusy = answer.status === 429 || answer.status >= 500;
  throw new HubError(isBusy ? 'hub-unreachable' : 'partner-refused', `The hub answered ${answer.status} to ${name}.`, {
    retryable: isBusy,
  });
}
