import { compareIdentities, compareRecordings, type Fact, type FactSet, type Identity, withoutMoved } from '@hub/core';
import {
  countDossiersOf,
  type KeyStore,
  type LinkedTrainee,
  nothingForReader,
  openCursor,
  readJudgedTrainees,
  readLinked,
  type Snapshot,
  sealCursor,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { readAtLeast } from '../reading/at-least.ts';
import { openBlock } from '../reading/open-sealed.ts';
import { neighboursOf, reachedFrom } from '../reading/read-people.ts';
import { historySchema, linksSchema, severalSchema } from './link-schemas.ts';
import { correctionsOf, heldKinds, type Link, type LinkState, linksAmong, verdictsOf } from './links.ts';
import { answerSeveral, firstTrainee, type SeveralQuery } from './may-be-several.ts';

/** `GET /v1/links`, who may be several persons, and the history of one trainee: for the operators of the hub, and without anybody's identity. */
export function linkRoutes(server: FastifyInstance, context: QueryContext): void {
  const onRequest = context.authenticateOperators;
  server.get<{ Querystring: LinksQuery }>(
    '/v1/links',
    { schema: linksSchema, config: { traced: 'links' }, onRequest },
    (request) => answerLinks(context, request),
  );
  server.get<{ Querystring: SeveralQuery }>(
    '/v1/links/may-be-several',
    { schema: severalSchema, config: { traced: 'may-be-several' }, onRequest },
    (request) => answerSeveral(context, request),
  );
  server.get<{ Params: { trainee: string } }>(
    '/v1/links/:trainee/history',
    { schema: historySchema, config: { traced: 'link-history' }, onRequest },
    (request) => answerHistory(context, request),
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

/** Links to be shown, with what the snapshot has of whom they are about. */
interface ReadLinks {
  readonly links: readonly Link[];
  readonly known: readonly LinkedTrainee[];
  /** Dossiers, by trainee. */
  readonly counts: ReadonlyMap<string, number>;
}

interface LinksPage {
  readonly read: readonly ReadLinks[];
  readonly trainees: ReadonlySet<string>;
  readonly next: string | null;
}

async function answerLinks(
  context: QueryContext,
  request: FastifyRequest<{ Querystring: LinksQuery }>,
): Promise<object> {
  const reader = namedReader(request);
  const { state = null, limit = '50', trainee } = request.query;
  const cursor = openCursor<string>(context.secrets, 'links', request.query.cursor) ?? firstTrainee;
  const page = await readAtLeast(context, request, (snapshot) =>
    trainee === undefined
      ? readLinks(snapshot, { state, from: cursor, limit: Number(limit) })
      : readLinksOf(snapshot, trainee.toLowerCase(), state),
  );
  // The key store is another database: nobody waits for it with a snapshot open.
  const items = await writeLinks(context.keyStore, page.read);
  const persons = [...page.trainees].map((trainee) => ({ trainee, dossier: null }));
  await traceRequest(context.trace, request, { reader, operation: 'links', persons, decision: 'allowed' });
  context.reads.inc({ operation: 'links', decision: 'allowed' });
  return { items, next: page.next === null ? null : sealCursor(context.secrets, 'links', page.next) };
}

/** A pair stands with its lesser id; a page ends behind a whole trainee, so it may hold a few pairs more than asked. */
async function readLinks(
  snapshot: Snapshot,
  { state, from, limit }: { state: LinkState | null; from: string; limit: number },
): Promise<LinksPage> {
  const read: ReadLinks[] = [];
  let links = 0;
  const trainees = new Set<string>();
  let last = from;
  for (let looked = 0; looked < traineesMax; looked += traineesOfOneStep) {
    const asked = await readJudgedTrainees(snapshot, last, traineesOfOneStep);
    const linked = await readLinked(snapshot, asked);
    const neighbours = neighboursOf(linked.values());
    for (const trainee of asked) {
      const known = reachedFrom(trainee, neighbours).flatMap((id) => linked.get(id) ?? []);
      const own = linksAmong(known).filter((link) => link.trainees[0] === trainee);
      const sought = own.filter((link) => state === null || link.state === state);
      if (sought.length > 0) read.push(await readCounts(snapshot, sought, known));
      links += sought.length;
      for (const id of sought.flatMap((link) => link.trainees)) trainees.add(id);
      last = trainee;
      if (links >= limit) return { read, trainees, next: last };
    }
    if (asked.length < traineesOfOneStep) return { read, trainees, next: null };
  }
  return { read, trainees, next: last };
}

async function readLinksOf(snapshot: Snapshot, trainee: string, state: LinkState | null): Promise<LinksPage> {
  const known = [...(await readLinked(snapshot, [trainee])).values()];
  const links = linksAmong(known).filter(
    (link) => link.trainees.includes(trainee) && (state === null || link.state === state),
  );
  const trainees = new Set(links.flatMap((link) => link.trainees));
  const read = links.length === 0 ? [] : [await readCounts(snapshot, links, known)];
  return { read, trainees, next: null };
}

async function readCounts(
  snapshot: Snapshot,
  links: readonly Link[],
  known: readonly LinkedTrainee[],
): Promise<ReadLinks> {
  const counts = await countDossiersOf(
    snapshot,
    known.map(({ trainee }) => trainee),
  );
  return { links, known: withoutMoved({ trainees: known, dossiers: [] }).trainees, counts };
}

async function writeLinks(keyStore: KeyStore, read: readonly ReadLinks[]): Promise<readonly object[]> {
  const trainees = new Set(read.flatMap(({ known }) => known.map(({ trainee }) => trainee)));
  const keys = await keyStore.keysOf([...trainees]);
  return read.flatMap((each) => describeLinks(each, keys));
}

function describeLinks({ links, known, counts }: ReadLinks, keys: ReadonlyMap<string, Buffer>): readonly object[] {
  const factsOf = new Map(known.map(({ trainee, facts }) => [trainee, facts]));
  const identities = openIdentities(keys, known);
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

/** The identity last reported of each trainee, opened to be compared here and shown to nobody. */
function openIdentities(
  keys: ReadonlyMap<string, Buffer>,
  trainees: readonly { readonly trainee: string; readonly facts: FactSet }[],
): ReadonlyMap<string, Identity> {
  const identities = new Map<string, Identity>();
  for (const { trainee, facts } of trainees) {
    const last = facts.filter(describesIdentity).toSorted(compareRecordings).at(-1);
    const identity = last === undefined ? null : openBlock(keys.get(trainee), trainee, last, 'identity');
    if (identity !== null) identities.set(trainee, identity);
  }
  return identities;
}

function describesIdentity({ type, sealed }: Fact): boolean {
  return type === 'trainee-described' && sealed?.identity !== undefined;
}

async function answerHistory(
  context: QueryContext,
  request: FastifyRequest<{ Params: { trainee: string } }>,
): Promise<object> {
  const reader = namedReader(request);
  const trainee = request.params.trainee.toLowerCase();
  const found = await readAtLeast(context, request, (snapshot) => readLinked(snapshot, [trainee]));
  const own = found.get(trainee);
  const persons = [{ trainee, dossier: null }];
  const decision = own === undefined ? 'unknown' : 'allowed';
  await traceRequest(context.trace, request, { reader, operation: 'link-history', persons, decision });
  context.reads.inc({ operation: 'link-history', decision });
  if (own === undefined) throw nothingForReader('GET /v1/links');
  const links = linksAmong([...found.values()]).filter(({ trainees }) => trainees.includes(trainee));
  return {
    trainee,
    links: links.map(({ trainees, state }) => ({ with: trainees.find((id) => id !== trainee), state })),
    verdicts: verdictsOf([own]).map(({ agent = null, ...verdict }) => ({ ...verdict, agent })),
    corrections: correctionsOf(own.facts),
  };
}
