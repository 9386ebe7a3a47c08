import { withoutMoved } from '@hub/core';
import {
  countDossiersOf,
  type LinkedTrainee,
  partnerAuth,
  problem,
  readJudgedTrainees,
  readLinked,
  type Snapshot,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { correctionsOf, heldKinds, type Link, type LinkState, linksAmong, verdictsOf } from '../domain/links.ts';
import { traceList } from './access-trace.ts';
import { compareIdentities, openIdentities } from './compare-identity.ts';
import { historySchema, linksSchema } from './link-schemas.ts';
import { neighboursOf, reachedFrom } from './people.ts';
import type { QueryParts } from './query-parts.ts';
import { readAtLeast } from './read-at-least.ts';
import { readerNamed } from './reader-named.ts';
import { requirementsOf } from './state-tokens.ts';

/** `GET /v1/links` and the history of one trainee: for the operators of the hub, and without anybody's identity. */
export function linkRoutes(server: FastifyInstance, parts: QueryParts): void {
  const onRequest = partnerAuth({ pool: parts.pool, secrets: parts.secrets, kinds: ['operator'] });
  server.get<{ Querystring: LinksQuery }>('/v1/links', { schema: linksSchema, onRequest }, (request) =>
    answerLinks(parts, request),
  );
  server.get<{ Params: { trainee: string } }>(
    '/v1/links/:trainee/history',
    { schema: historySchema, onRequest },
    (request) => answerHistory(parts, request),
  );
}

interface LinksQuery {
  readonly state?: LinkState;
  readonly cursor?: string;
  readonly limit?: string;
  readonly trainee?: string;
}

/** Trainees looked at for one page, so that a rare state ends in a short page and a cursor. */
const traineesMax = 2_000;
const traineesOfOneStep = 100;

interface LinksPage {
  readonly items: readonly object[];
  readonly trainees: ReadonlySet<string>;
  readonly next: string | null;
}

async function answerLinks(parts: QueryParts, request: FastifyRequest<{ Querystring: LinksQuery }>): Promise<object> {
  const named = readerNamed(request);
  const { state = null, cursor = firstTrainee, limit = '50', trainee } = request.query;
  const page = await readAtLeast(parts, requirements(parts, request), (snapshot) =>
    trainee === undefined
      ? readLinks(parts, snapshot, { state, from: cursor, limit: Number(limit) })
      : readLinksOf(parts, snapshot, trainee.toLowerCase(), state),
  );
  const people = [...page.trainees].map((trainee) => ({ trainee, dossier: null }));
  await traceList(parts.pool, { ...named, operation: 'links', people, traceparent: request.id });
  parts.reads.inc({ operation: 'links', decision: 'allowed' });
  return { items: page.items, next: page.next };
}

function requirements(parts: QueryParts, request: FastifyRequest) {
  return requirementsOf(parts.secrets, request.headers['hub-at-least'] as string | undefined);
}

const firstTrainee = '00000000-0000-0000-0000-000000000000';

/** A pair stands with its lesser id; a page ends behind a whole trainee, so it may hold a few pairs more than asked. */
async function readLinks(
  parts: QueryParts,
  snapshot: Snapshot,
  { state, from, limit }: { state: LinkState | null; from: string; limit: number },
): Promise<LinksPage> {
  const items: object[] = [];
  const trainees = new Set<string>();
  let last = from;
  for (let looked = 0; looked < traineesMax; looked += traineesOfOneStep) {
    const asked = await readJudgedTrainees(snapshot, last, traineesOfOneStep);
    const linked = await readLinked(snapshot, asked);
    const neighbours = neighboursOf(linked.values());
    for (const trainee of asked) {
      const known = reachedFrom(trainee, neighbours).flatMap((id) => linked.get(id) ?? []);
      const links = linksAmong(known).filter((link) => link.trainees[0] === trainee);
      const sought = links.filter((link) => state === null || link.state === state);
      items.push(...(await writeLinks(parts, snapshot, sought, known)));
      for (const id of sought.flatMap((link) => link.trainees)) trainees.add(id);
      last = trainee;
      if (items.length >= limit) return { items, trainees, next: last };
    }
    if (asked.length < traineesOfOneStep) return { items, trainees, next: null };
  }
  return { items, trainees, next: last };
}

async function readLinksOf(
  parts: QueryParts,
  snapshot: Snapshot,
  trainee: string,
  state: LinkState | null,
): Promise<LinksPage> {
  const known = [...(await readLinked(snapshot, [trainee])).values()];
  const links = linksAmong(known).filter(
    (link) => link.trainees.includes(trainee) && (state === null || link.state === state),
  );
  const trainees = new Set(links.flatMap((link) => link.trainees));
  return { items: await writeLinks(parts, snapshot, links, known), trainees, next: null };
}

async function writeLinks(
  { keyStore }: QueryParts,
  snapshot: Snapshot,
  links: readonly Link[],
  known: readonly LinkedTrainee[],
): Promise<readonly object[]> {
  if (links.length === 0) return [];
  const own = withoutMoved({ trainees: known, dossiers: [] }).trainees;
  const factsOf = new Map(own.map(({ trainee, facts }) => [trainee, facts]));
  const identities = await openIdentities(keyStore, own);
  const counts = await countDossiersOf(snapshot, [...factsOf.keys()]);
  return links.map(({ trainees, state, decided, awaiting }) => {
    const [one, other] = trainees;
    return {
      trainees,
      state,
      by: decided?.by ?? null,
      reason: decided?.reason ?? null,
      since: (decided ?? awaiting)?.recordedAt,
      awaiting:
        awaiting === null ? null : { agent: awaiting.agent, since: awaiting.recordedAt, reason: awaiting.reason },
      identifiers: heldKinds(factsOf.get(one) ?? [], factsOf.get(other) ?? []),
      identity: compareIdentities(identities.get(one), identities.get(other)),
      dossiers: trainees.map((trainee) => counts.get(trainee) ?? 0),
    };
  });
}

async function answerHistory(
  parts: QueryParts,
  request: FastifyRequest<{ Params: { trainee: string } }>,
): Promise<object> {
  const named = readerNamed(request);
  const trainee = request.params.trainee.toLowerCase();
  const found = await readAtLeast(parts, requirements(parts, request), (snapshot) => readLinked(snapshot, [trainee]));
  const own = found.get(trainee);
  const people = [{ trainee, dossier: null }];
  await traceList(parts.pool, { ...named, operation: 'link-history', people, traceparent: request.id });
  parts.reads.inc({ operation: 'link-history', decision: own === undefined ? 'unknown' : 'allowed' });
  if (own === undefined) throw problem(404, 'not-found', 'There is nothing here for this reader.');
  const links = linksAmong([...found.values()]).filter(({ trainees }) => trainees.includes(trainee));
  return {
    trainee,
    links: links.map(({ trainees, state }) => ({ with: trainees.find((id) => id !== trainee), state })),
    verdicts: verdictsOf([own]).map(({ agent = null, ...verdict }) => ({ ...verdict, agent })),
    corrections: correctionsOf(own.facts),
  };
}
