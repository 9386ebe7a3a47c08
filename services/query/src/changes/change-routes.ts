import { parisDay } from '@hub/core';
import {
  type FedEvent,
  type FeedPlace,
  feedEnd,
  feedEpoch,
  type LeaseKind,
  lookUpByIndex,
  openCursor,
  problem,
  readFedEvents,
  readFedSessions,
  type Snapshot,
  sealCursor,
  traceRequest,
  withSnapshot,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { changesList } from '../reading/changes-list.ts';
import { readerOf } from '../reading/sight.ts';
import { changeSchemas } from './change-schemas.ts';
import { type HeldQuestions, lookUntil } from './long-poll.ts';
import { type ChangesPage, readBehind, readChanges } from './read-changes.ts';
import { type SessionChange, sessionChanges } from './session-changes.ts';

interface ChangesQuery {
  readonly cursor?: string;
  readonly limit?: string;
  readonly from?: 'beginning' | 'now';
  /** Seconds. */
  readonly wait?: string;
  readonly territory?: string;
}
type ChangesRequest = FastifyRequest<{ Querystring: ChangesQuery }>;

const limitDefault = '500';

/** `GET /v1/changes`, `/v1/session-changes`, `/v1/event-changes`: what is not as a partner was told, for its system to follow. */
export function changeRoutes(server: FastifyInstance, context: QueryContext): void {
  const ending = new AbortController();
  server.addHook('preClose', (done) => {
    ending.abort();
    done();
  });
  const holding = { ending: ending.signal, held: new Map() };
  const follow = <Item>(request: ChangesRequest, feed: Feed<Item>) => followed(context, request, holding, feed);

  server.get<{ Querystring: ChangesQuery }>(
    '/v1/changes',
    { schema: changeSchemas.changes, config: { traced: 'changes' }, onRequest: context.authenticate },
    async (request) => {
      const reader = namedReader(request);
      const page = await follow(request, {
        name: changesList(request.partner.siret, reader.purpose ?? ''),
        kind: 'trainee',
        read: (snapshot, place, limit) =>
          readChanges(snapshot, place, limit, {
            reader: readerOf(request.partner, reader.purpose),
            rights: context.rights,
            day: parisDay(context.clock()),
          }),
      });
      // Of nobody in particular: what is told is that something is to be read, and that read leaves its own trace.
      if (page.items.length > 0) {
        await traceRequest(context.trace, request, { reader, operation: 'changes', persons: [], decision: 'allowed' });
      }
      context.reads.inc({ operation: 'changes', decision: 'allowed' });
      return page;
    },
  );
  server.get<{ Querystring: ChangesQuery }>(
    '/v1/session-changes',
    { schema: changeSchemas.sessionChanges, onRequest: context.authenticateWriters },
    (request) => follow(request, ofSessions(request)),
  );
  server.get<{ Querystring: ChangesQuery }>(
    '/v1/event-changes',
    { schema: changeSchemas.eventChanges, onRequest: context.authenticateWriters },
    (request) => follow(request, ofEvents(request)),
  );
}

interface Feed<Item> {
  /** A cursor of another feed, or of another reader, is refused. */
  readonly name: string;
  /** Of the slices that it counts by. */
  readonly kind: LeaseKind;
  readonly read: (snapshot: Snapshot, place: FeedPlace, limit: number) => Promise<ChangesPage<Item>>;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string;
  readonly more: boolean;
}

function ofSessions({ query }: ChangesRequest): Feed<SessionChange> {
  const territory = query.territory ?? null;
  return {
    name: 'session-changes',
    kind: 'offer',
    read: (snapshot, place, limit) =>
      readBehind(
        place,
        limit,
        (at, rowsMax) => readFedSessions(snapshot, { place: at, rowsMax, territory }),
        async (rows) => rows.map(sessionChanges(place)),
      ),
  };
}

function ofEvents({
  partner: { clientId, siret, sources },
}: ChangesRequest): Feed<Omit<FedEvent, 'slice' | 'sequence'>> {
  return {
    name: `event-changes ${clientId}`,
    kind: 'trainee',
    read: (snapshot, place, limit) =>
      readBehind(
        place,
        limit,
        (at, rowsMax) => readFedEvents(snapshot, { place: at, rowsMax, sources, organisation: siret }),
        async (rows) =>
          rows.map(({ source, id, dossier, fate, reason, rectification }) => ({
            ...{ source, id, dossier, fate, reason, rectification },
          })),
      ),
  };
}

/** What a cursor holds. It never expires: one of a feed that is no more begins anew, which tells again and loses nothing. */
interface Cursor {
  readonly epoch: string;
  readonly place: FeedPlace;
}

async function followed<Item>(
  context: QueryContext,
  request: ChangesRequest,
  holding: { readonly ending: AbortSignal; readonly held: HeldQuestions },
  { name, kind, read }: Feed<Item>,
): Promise<Page<Item>> {
  const { cursor, limit = limitDefault, wait = '0', from: begin } = request.query;
  let from = openCursor<Cursor>(context.secrets, name, cursor);
  const beginsNow = from === null && begin === 'now';
  const waiting = { waitMs: beginsNow ? 0 : 1_000 * Number(wait), ...holding };
  return lookUntil(context, request, waiting, async () => {
    const { items, place, isMore, epoch } = await withSnapshot(context.pool, async (snapshot) => {
      if (snapshot === null) throw nothingYet();
      await lookUpByIndex(snapshot);
      const epoch = await feedEpoch(snapshot);
      if (beginsNow) return { epoch, items: [], place: await feedEnd(snapshot, kind), isMore: false };
      const place = from?.epoch === epoch ? from.place : {};
      return { epoch, ...(await read(snapshot, place, Number(limit))) };
    });
    from = { epoch, place };
    const sealed = sealCursor(context.secrets, name, from satisfies Cursor);
    return { answer: { items, cursor: sealed, more: isMore }, isEmpty: items.length === 0 && !isMore };
  });
}

function nothingYet() {
  return problem(503, 'not-yet', 'Nothing has been reported to this hub yet.', { headers: { 'retry-after': '5' } });
}
