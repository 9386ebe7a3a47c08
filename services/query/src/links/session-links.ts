import { type ComparedSession, describeSession, isKnownIn, proposalOf, type SessionProposal } from '@hub/core';
import {
  openCursor,
  readMetSessions,
  readRegionalSessions,
  readSessions,
  type SessionPair,
  type Snapshot,
  sealCursor,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { readAtLeast } from '../reading/at-least.ts';
import { sessionLinksSchema, unlinkedSessionsSchema } from './session-link-schemas.ts';

/** Which sessions may be one under the numbers of two registries, for the operators of the hub. Nothing here is personal. */
export function sessionLinkRoutes(server: FastifyInstance, context: QueryContext): void {
  const onRequest = context.authenticateOperators;
  server.get<{ Querystring: PageQuery }>('/v1/links/sessions', { schema: sessionLinksSchema, onRequest }, (request) =>
    answerProposals(context, request),
  );
  server.get<{ Querystring: UnlinkedQuery }>(
    '/v1/links/sessions/unlinked',
    { schema: unlinkedSessionsSchema, onRequest },
    (request) => answerUnlinked(context, request),
  );
}

interface PageQuery {
  readonly cursor?: string;
  readonly limit?: string;
}

interface UnlinkedQuery extends PageQuery {
  readonly territory?: string;
}

/** Sessions looked at for one page, so that rare proposals end in a short page and a cursor. */
const lookedMax = 10_000;
const lookedOfOneStep = 500;

async function answerProposals(
  context: QueryContext,
  request: FastifyRequest<{ Querystring: PageQuery }>,
): Promise<object> {
  const { limit = '50' } = request.query;
  const list = 'session-links';
  const from = openCursor<string>(context.secrets, list, request.query.cursor) ?? '';
  const page = await readAtLeast(context, request, (snapshot) => readProposals(snapshot, from, Number(limit)));
  return pageOf(context, list, page);
}

interface Page<Item> {
  readonly items: readonly Item[];
  /** Reference behind which the next page begins; null at the end. */
  readonly next: string | null;
}

function pageOf({ reads, secrets }: QueryContext, list: string, { items, next }: Page<object>): object {
  reads.inc({ operation: list, decision: 'allowed' });
  return { items, next: next === null ? null : sealCursor(secrets, list, next) };
}

interface ShownProposal extends SessionProposal {
  readonly sessions: readonly object[];
}

async function readProposals(snapshot: Snapshot, from: string, limit: number): Promise<Page<ShownProposal>> {
  const items: ShownProposal[] = [];
  let last = from;
  for (let looked = 0; looked < lookedMax && items.length < limit; looked += lookedOfOneStep) {
    const met = await readMetSessions(snapshot, last, lookedOfOneStep);
    items.push(...(await proposalsAmong(snapshot, met.pairs)));
    if (met.last === null) return { items, next: null };
    last = met.last;
  }
  return { items, next: last };
}

async function proposalsAmong(snapshot: Snapshot, pairs: readonly SessionPair[]): Promise<readonly ShownProposal[]> {
  if (pairs.length === 0) return [];
  const known = await readOffers(snapshot, [...new Set(pairs.flat())]);
  return pairs.flatMap((pair) => {
    const both = pair.flatMap((reference) => known.get(reference) ?? []);
    const [one, other] = both;
    const proposal = one === undefined || other === undefined ? null : proposalOf(one, other);
    return proposal === null ? [] : [{ ...proposal, sessions: both.map(shownOffer) }];
  });
}

/** A session that somebody published. */
interface Offered extends ComparedSession {
  readonly publishedBy: string;
  readonly state: string;
}

/** What was published of these, with every verdict that names them: a verdict stands in the row of one of its two sessions. */
async function readOffers(snapshot: Snapshot, references: readonly string[]): Promise<ReadonlyMap<string, Offered>> {
  const stored = await readSessions(snapshot, references);
  const records = stored.map(({ reference, facts }) => ({ reference, ...describeSession(facts, snapshot.rules) }));
  const verdicts = records.flatMap(({ identified }) => identified);
  const naming = Map.groupBy(
    verdicts.flatMap((verdict) => verdict.references.map((reference) => ({ reference, verdict }))),
    ({ reference }) => reference,
  );
  return new Map(
    records.flatMap(({ reference, published, state }) => {
      if (published === null) return [];
      const identified = (naming.get(reference) ?? []).map(({ verdict }) => verdict);
      return [[reference, { reference, published: published.value, publishedBy: published.source, identified, state }]];
    }),
  );
}

function shownOffer({ reference, publishedBy, state, published }: Offered): object {
  const { title, start, end, place, mandataireSiret, certification } = published;
  return { reference, publishedBy, state, title, start, end, place, mandataireSiret, certification };
}

async function answerUnlinked(
  context: QueryContext,
  request: FastifyRequest<{ Querystring: UnlinkedQuery }>,
): Promise<object> {
  const { limit = '50', territory = null } = request.query;
  const list = 'sessions-unlinked';
  const from = openCursor<string>(context.secrets, list, request.query.cursor) ?? '';
  const page = await readAtLeast(context, request, (snapshot) =>
    readUnlinked(snapshot, from, { territory, limit: Number(limit) }),
  );
  return pageOf(context, list, page);
}

async function readUnlinked(
  snapshot: Snapshot,
  from: string,
  { territory, limit }: { readonly territory: string | null; readonly limit: number },
): Promise<Page<object>> {
  const items: object[] = [];
  let last = from;
  for (let looked = 0; looked < lookedMax; looked += lookedOfOneStep) {
    const references = await readRegionalSessions(snapshot, last, { territory, limit: lookedOfOneStep });
    const offers = await readOffers(snapshot, references);
    for (const reference of references) {
      last = reference;
      const offer = offers.get(reference);
      if (offer !== undefined && !isKnownIn(offer, null)) items.push(shownOffer(offer));
      if (items.length === limit) return { items, next: last };
    }
    if (references.length < lookedOfOneStep) return { items, next: null };
  }
  return { items, next: last };
}
