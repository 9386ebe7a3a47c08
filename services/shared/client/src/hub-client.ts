import { type Ask, askThrough, orNull } from './ask.ts';
import { type Authorised, authorisedFetch, type SignedInClient } from './authorised-fetch.ts';
import type {
  Change,
  CloudEvent,
  Dossier,
  DossierFilters,
  DossierQuery,
  EventChange,
  ListedDossier,
  Movement,
  MovementFilters,
  PathQuery,
  PersonIdentifier,
  Purpose,
  ReceiptState,
  ReceiptStates,
  Remuneration,
  RemunerationFilters,
  Session,
  SessionChange,
  TrainingPath,
} from './described.ts';
import { type FeedOptions, type FeedPage, pages } from './feeds.ts';
import { listIn, unanswered } from './problem.ts';
import {
  type CheckOutcome,
  type EventOutcome,
  type Reporting,
  type ReportOptions,
  report,
  reportStream,
  type StreamOptions,
} from './report.ts';

export type HubClientOptions = SignedInClient & Reporting;

/** Who reads, and why: it is kept in the access trace. */
export interface Reader {
  /** `Hub-Agent`: an opaque id of the person behind you, never a name. */
  readonly agent: string;
  readonly purpose: Purpose;
  /** Receipts (`Hub-At-Least`): what is shown is at least as new. */
  readonly atLeast?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * A partner's way to the hub. It keeps its token, and asks and sends again what the hub could not say (`unknown`, 408, 429,
 * from 500 up, a lost connection) within `retryMsMax`. What the hub refuses is thrown as a `HubProblem`.
 */
export interface HubClient {
  /** Sends several batches at once and in no promised order. Outcomes are in the order of the events. */
  report(events: readonly CloudEvent[], options?: ReportOptions): Promise<readonly EventOutcome[]>;
  /** The same for streams in flat memory: outcomes come as they are known. Gives the number of events. */
  reportStream(events: Iterable<CloudEvent> | AsyncIterable<CloudEvent>, options: StreamOptions): Promise<number>;
  /** A dry run: the hub checks each event by itself and keeps nothing. */
  check(events: readonly CloudEvent[], options?: ReportOptions): Promise<readonly CheckOutcome[]>;
  /** What became of events, in the order of their receipts; null: no receipt of this hub for this client. */
  receipts(receipts: readonly string[], options?: { signal?: AbortSignal }): Promise<readonly (ReceiptState | null)[]>;
  /** Null: unknown, or not for this reader. */
  dossier(number: number, read: Reader & DossierQuery): Promise<Dossier | null>;
  /** A person's training path. Null: unknown, or not for this reader. */
  path(person: PersonIdentifier, read: Reader & PathQuery): Promise<TrainingPath | null>;
  /** One's own dossiers, page after page. */
  dossiers(read: Reader & DossierFilters): AsyncGenerator<ListedDossier, void>;
  /** What happened on which day in the dossiers of whom one follows. */
  movements(read: Reader & MovementFilters): AsyncGenerator<Movement, void>;
  /** Whom one pays, and what blocks it. */
  remunerations(read: Reader & RemunerationFilters): AsyncGenerator<Remuneration, void>;
  /** By its reference, `session:<registry>:<number>`. Null: unknown. */
  session(reference: string, options?: { signal?: AbortSignal }): Promise<Session | null>;
  /** Dossiers that are not as this reader was told. */
  changes(follow: Reader & FeedOptions): AsyncGenerator<FeedPage<Change>, never>;
  sessionChanges(
    follow?: FeedOptions & { readonly territory?: string },
  ): AsyncGenerator<FeedPage<SessionChange>, never>;
  /** What became of one's own events that could not be put into the records. */
  eventChanges(follow?: FeedOptions): AsyncGenerator<FeedPage<EventChange>, never>;
  /** `fetch` under this partner's token, asked once; `path` is relative to the base URL. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export function hubClient(options: HubClientOptions): HubClient {
  const authorised = authorisedFetch(options);
  const ask = askThrough(authorised, options);
  return { ...reports(options, authorised), ...reads(ask), ...feeds(ask), fetch: authorised };
}

function reports(options: Reporting, authorised: Authorised): Pick<HubClient, 'report' | 'reportStream' | 'check'> {
  const door = { options, authorised, path: '/v1/events' } as const;
  const dryDoor = { options, authorised, path: '/v1/events?dryRun=true' } as const;
  return {
    report: (events, how) => report(door, events, how),
    reportStream: (events, how) => reportStream(door, events, how),
    check: (events, how) => report(dryDoor, events, how),
  };
}

type Reads = 'receipts' | 'dossier' | 'path' | 'dossiers' | 'movements' | 'remunerations' | 'session';

function reads(ask: Ask): Pick<HubClient, Reads> {
  return {
    receipts: (receipts, { signal } = {}) => statesOf(ask, receipts, signal),
    dossier: (number, read) => orNull(ask<Dossier>(`/v1/dossiers/${number}`, asReader(read))),
    path: (body, read) => orNull(ask<TrainingPath>('/v1/training-paths/search', { ...asReader(read), body })),
    dossiers: (read) => listed<ListedDossier>(ask, '/v1/dossiers', read),
    movements: (read) => listed<Movement>(ask, '/v1/movements', read),
    remunerations: (read) => listed<Remuneration>(ask, '/v1/remunerations', read),
    session(reference, { signal } = {}) {
      const [, registry = '', ...number] = reference.split(':').map(encodeURIComponent);
      return orNull(ask<Session>(`/v1/sessions/${registry}/${number.join(':')}`, { signal }));
    },
  };
}

/** Of a request to the hub. */
const receiptsMax = 1_000;

async function statesOf(ask: Ask, receipts: readonly string[], signal: AbortSignal | undefined) {
  const states: (ReceiptState | null)[] = [];
  for (let from = 0; from < receipts.length; from += receiptsMax) {
    const body = { receipts: receipts.slice(from, from + receiptsMax) };
    const answer = await ask<ReceiptStates>('/v1/receipts/search', { body, signal });
    const results = listIn<ReceiptStates['results'][number]>(answer, 'results', body.receipts.length);
    states.push(...results.map((each) => ('problem' in each ? null : each)));
  }
  return states;
}

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

async function* listed<Item extends object>(ask: Ask, path: string, read: Reader): AsyncGenerator<Item, void> {
  const { query, ...asked } = asReader(read);
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page: ListPage<Item> = await ask(path, { ...asked, query: { ...query, cursor, limit: 500 } });
    yield* listIn<Item>(page, 'items');
    if (page.next === cursor && cursor !== null) throw unanswered('The hub leads from a page to the same page again.');
    cursor = page.next;
  }
}

function feeds(ask: Ask): Pick<HubClient, 'changes' | 'sessionChanges' | 'eventChanges'> {
  return {
    changes: (follow) => pages(ask, '/v1/changes', follow, { headers: asReader(follow).headers }),
    sessionChanges: ({ territory, ...follow } = {}) =>
      pages(ask, '/v1/session-changes', follow, { query: { territory } }),
    eventChanges: (follow = {}) => pages(ask, '/v1/event-changes', follow),
  };
}

/** The reader goes into headers, what is asked besides into the query. */
function asReader<Query extends object>({ agent, purpose, atLeast = [], signal, ...query }: Reader & Query) {
  const state = atLeast.length > 0 && { 'hub-at-least': atLeast.join(', ') };
  const headers: Record<string, string> = { 'hub-agent': agent, 'hub-purpose': purpose, ...state };
  return { query, headers, signal };
}
