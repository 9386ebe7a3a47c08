import { parisDay } from '@hub/core';
import {
  openCursor,
  type SearchPlace,
  type Snapshot,
  sealCursor,
  sourcesOfOrganisation,
  type TracedOperation,
  type TracedPerson,
  type TracedReader,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onBeat } from '../http/beat.ts';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { readAtLeast } from '../reading/at-least.ts';
import type { PathDossier } from '../reading/reader-path.ts';
import { readerOf } from '../reading/sight.ts';
import { type AnomalyFilters, anomalyCount, anomalyList } from './anomaly-list.ts';
import { type DossierFilters, dossierList } from './dossier-list.ts';
import { type ExpectationFilters, expectationCount, expectationList } from './expectation-list.ts';
import { countedDossiers, type Found, foundDossiers, type Search } from './found-dossiers.ts';
import type { Count, List, ListItem } from './list-item.ts';
import { listSchemas } from './list-schemas.ts';
import type { ListedDossier, Viewpoint } from './listed-dossier.ts';
import { type MovementFilters, movementList } from './movement-list.ts';
import { type RemunerationFilters, remunerationList } from './remuneration-list.ts';

/** Rows looked at for one page, so that a rare filter ends in a short page and a cursor rather than in a long wait. */
const pageRowsMax = 2_000;
/** Rows counted at once: some seconds of work. */
const countRowsMax = 50_000;
const limitDefault = '100';

/**
 * `GET /v1/dossiers`: a partner's own; `GET /v1/movements`, `GET /v1/remunerations`: what happened in them, and who is paid;
 * `GET /v1/anomalies`, `GET /v1/expectations` and their counts: what of them asks for its attention.
 */
export function listRoutes(server: FastifyInstance, context: QueryContext): void {
  const codes = [...context.dictionary.rules.values()].filter(({ kind }) => kind === 'anomaly').map(({ code }) => code);
  const schemas = listSchemas(codes);
  const route = (
    path: string,
    traced: TracedOperation,
    schema: object,
    answer: (request: ListRequest) => Promise<object>,
  ) => {
    const options = { schema, config: { traced }, onRequest: context.authenticate };
    server.get<{ Querystring: ListQuery }>(path, options, (request) => answeredEvenly(request, () => answer(request)));
  };
  route('/v1/dossiers', 'dossiers', schemas.dossiers, (request) =>
    answerPage(context, request, 'dossiers', (view) => dossierList(request.query, view)),
  );
  route('/v1/movements', 'movements', schemas.movements, (request) =>
    answerPage(context, request, 'movements', (view) => movementList(request.query, view)),
  );
  route('/v1/remunerations', 'remunerations', schemas.remunerations, (request) =>
    answerPage(context, request, 'remunerations', (view) => remunerationList(context, request.query, view)),
  );
  const ownSystems = ({ partner }: ListRequest) => sourcesOfOrganisation(context.pool, partner.siret);
  route('/v1/anomalies', 'anomalies', schemas.anomalies, async (request) => {
    const systems = await ownSystems(request);
    return answerPage(context, request, 'anomalies', (view) => anomalyList(context, request.query, view, systems));
  });
  route('/v1/expectations', 'expectations', schemas.expectations, async (request) => {
    const systems = await ownSystems(request);
    return answerPage(context, request, 'expectations', (view) =>
      expectationList(context, request.query, view, systems),
    );
  });
  route('/v1/anomalies/counts', 'anomaly-counts', schemas.anomalyCounts, async (request) => {
    const systems = await ownSystems(request);
    return answerCount(context, request, { ofAll: 'anomaly-counts', ofOne: 'anomalies' }, (view) =>
      anomalyCount(context, request.query, view, systems),
    );
  });
  route('/v1/expectations/counts', 'expectation-counts', schemas.expectationCounts, async (request) => {
    const systems = await ownSystems(request);
    return answerCount(context, request, { ofAll: 'expectation-counts', ofOne: 'expectations' }, (view) =>
      expectationCount(context, request.query, view, systems),
    );
  });
}

/** Each route's schema lets its own filters through. */
type ListQuery = DossierFilters &
  MovementFilters &
  RemunerationFilters &
  AnomalyFilters &
  ExpectationFilters & { readonly cursor?: string; readonly limit?: string };
type ListRequest = FastifyRequest<{ Querystring: ListQuery }>;

function viewOf(
  { clock }: QueryContext,
  { partner }: FastifyRequest,
  { purpose }: TracedReader,
  { rules }: Snapshot,
  excepted: Viewpoint['excepted'] = null,
): Viewpoint {
  const nowMs = clock();
  const reader = readerOf(partner, purpose);
  return { reader, sources: partner.sources, today: parisDay(nowMs), nowMs, rules, excepted };
}

/**
 * Who asks for one dossier by its number gets an empty list where it is unknown and where it is somebody else's, and at the
 * same time; so does who asks for those of a session or of an organisation, where others may say what it is not shown.
 */
function answeredEvenly<Answer>({ query }: ListRequest, answer: () => Promise<Answer>): Promise<Answer> {
  const { dossier, session, siret } = query;
  const isNarrow = [dossier, session, siret].some((each) => each !== undefined);
  return isNarrow ? onBeat(answer, () => false) : answer();
}

/** Whoever reports may look for what is wrong or missing; dossiers are listed for what they may be read for. */
function readerOfList(request: ListRequest, operation: TracedOperation): TracedReader {
  const isOfReads = operation === 'dossiers' || operation === 'movements' || operation === 'remunerations';
  return namedReader(request, isOfReads ? [] : ['data-quality']);
}

async function answerPage<Dossier extends PathDossier, Item extends ListItem>(
  context: QueryContext,
  request: ListRequest,
  operation: TracedOperation,
  listFor: (view: Viewpoint) => List<Dossier, Item>,
  excepted: Viewpoint['excepted'] = null,
): Promise<object> {
  const reader = readerOfList(request, operation);
  const from = cursorOf(context, operation, request);
  const limit = Number(request.query.limit ?? limitDefault);
  const { list, page, freshness } = await readAtLeast(context, request, async (snapshot) => {
    const view = viewOf(context, request, reader, snapshot, excepted);
    const list = listFor(view);
    const { sought, dossiersOf, order = 'number' } = list;
    const search = { rights: context.rights, sought, dossiersOf, view, order, from, rowsMax: pageRowsMax };
    const page = await readPage(foundDossiers(snapshot, search), list, from, limit);
    return { list, page, freshness: freshnessOf(snapshot, view) };
  });
  const entry = { reader, operation, persons: page.people, decision: 'allowed' } as const;
  const outcome = await traceRequest(context.trace, request, entry);
  if (outcome.status === 'exception-used-up') {
    return answerPage(context, request, operation, listFor, stillExcepted(page.people, outcome.beyond));
  }
  context.reads.inc({ operation, decision: 'allowed' });
  const next =
    page.next === null ? null : sealCursor(context.secrets, cursorList(operation, request), page.next satisfies Cursor);
  const items = list.compare === undefined ? page.items : page.items.toSorted(list.compare);
  return { items: items.map(list.write), next, freshness };
}

/** Whoever an exception shows and is not beyond its month. Fewer each time, so that a page is read again a few times at most. */
function stillExcepted(people: readonly TracedPerson[], beyond: readonly string[]): ReadonlySet<string> {
  const shown = people.flatMap(({ trainee, grounds }) => (grounds?.excepted.length ? (trainee ?? []) : []));
  return new Set(shown.filter((trainee) => !beyond.includes(trainee)));
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly people: readonly TracedPerson[];
  readonly next: Cursor | null;
}

async function readPage<Dossier extends PathDossier, Item extends ListItem>(
  found: AsyncGenerator<Found<Dossier>, SearchPlace | null>,
  list: List<Dossier, Item>,
  from: Cursor,
  limit: number,
): Promise<Page<Item>> {
  const items: Item[] = [];
  const people = new Map<string, TracedPerson>();
  const pageUpTo = (next: Cursor | null) => ({ items, people: [...people.values()], next });
  const listed = itemsAfter(from, found, list);
  let last: Cursor | null = null;
  for (;;) {
    const step = await listed.next();
    if (step.done) return pageUpTo(step.value === null ? null : { ...step.value, after: null });
    // One item more than the page holds says that there is a next page.
    if (items.length === limit) return pageUpTo(last);
    const { number, due, dossier, grounds, item } = step.value;
    items.push(item);
    last = { number, due, after: item.key };
    for (const { trainee } of dossier.rows)
      people.set(`${trainee} ${item.dossier}`, { trainee, dossier: item.dossier, grounds });
  }
}

/** The items of dossiers found, with the dossier of each; of the dossier at the cursor, those after its key. */
async function* itemsAfter<Dossier extends PathDossier, Item extends ListItem>(
  cursor: Cursor,
  found: AsyncGenerator<Found<Dossier>, SearchPlace | null>,
  list: List<Dossier, Item>,
): AsyncGenerator<Found<Dossier> & { readonly item: Item }, SearchPlace | null> {
  for (;;) {
    const step = await found.next();
    if (step.done) return step.value;
    const { number, due, dossier, grounds } = step.value;
    const after = number === cursor.number ? cursor.after : null;
    for (const item of list.itemsOf(dossier))
      if (after === null || item.key > after) yield { number, due, dossier, grounds, item };
  }
}

/** A count of one dossier tells of one person: it is traced, and counts, as a list of it. */
async function answerCount<Counted extends { readonly items: readonly unknown[] }>(
  context: QueryContext,
  request: ListRequest,
  operations: { readonly ofAll: TracedOperation; readonly ofOne: TracedOperation },
  countFor: (view: Viewpoint) => Count<Counted>,
  excepted: Viewpoint['excepted'] = null,
): Promise<object> {
  const reader = readerOfList(request, operations.ofAll);
  const { number } = cursorOf(context, operations.ofAll, request);
  const from = { number, due: null };
  const { count, counted, people, next, freshness } = await readAtLeast(context, request, async (snapshot) => {
    const view = viewOf(context, request, reader, snapshot, excepted);
    const count = countFor(view);
    const { sought, dossiersOf } = count;
    const search = { rights: context.rights, sought, dossiersOf, view, from, rowsMax: countRowsMax };
    const read = await (count.sought.dossier === null ? readCounted : readCountedOne)(snapshot, count, search);
    return { count, ...read, freshness: freshnessOf(snapshot, view) };
  });
  const operation = count.sought.dossier === null ? operations.ofAll : operations.ofOne;
  const entry = { reader, operation, persons: people, decision: 'allowed' } as const;
  const outcome = await traceRequest(context.trace, request, entry);
  if (outcome.status === 'exception-used-up') {
    return answerCount(context, request, operations, countFor, stillExcepted(people, outcome.beyond));
  }
  context.reads.inc({ operation, decision: 'allowed' });
  const sealed = (place: SearchPlace) =>
    sealCursor(context.secrets, cursorList(operations.ofAll, request), { ...place, after: null } satisfies Cursor);
  return {
    ...count.write(counted),
    dossiers: counted.filter(({ items }) => items.length > 0).length,
    next: next === null ? null : sealed(next),
    freshness,
  };
}

interface CountedPage<Counted> {
  readonly counted: readonly Counted[];
  /** Empty where nobody was asked for by name. */
  readonly people: readonly TracedPerson[];
  readonly next: SearchPlace | null;
}

async function readCounted<Counted extends { readonly items: readonly unknown[] }>(
  snapshot: Snapshot,
  count: Count<Counted>,
  search: Search<ListedDossier>,
): Promise<CountedPage<Counted>> {
  const { countedOf, countedOfCodes } = count;
  const found = countedOfCodes === null ? foundDossiers(snapshot, search) : countedDossiers(snapshot, search);
  const counted: Counted[] = [];
  for (;;) {
    const step = await found.next();
    if (step.done) return { counted, people: [], next: step.value };
    if ('dossier' in step.value) counted.push(countedOf(step.value.dossier));
    else if (countedOfCodes !== null) counted.push(countedOfCodes(step.value.codes));
  }
}

/** The same of the one dossier that is sought, with whose it is where anything is counted. */
async function readCountedOne<Counted extends { readonly items: readonly unknown[] }>(
  snapshot: Snapshot,
  { countedOf }: Count<Counted>,
  search: Search<ListedDossier>,
): Promise<CountedPage<Counted>> {
  const found = foundDossiers(snapshot, search);
  const counted: Counted[] = [];
  const people: TracedPerson[] = [];
  for (;;) {
    const step = await found.next();
    if (step.done) return { counted, people, next: step.value };
    const { dossier, grounds } = step.value;
    const one = countedOf(dossier);
    counted.push(one);
    if (one.items.length === 0) continue;
    people.push(...dossier.rows.map(({ trainee }) => ({ trainee, dossier: search.sought.dossier, grounds })));
  }
}

function freshnessOf({ version }: Snapshot, { today }: Viewpoint) {
  return { projectionVersion: version.version, rulesVersion: version.rulesHash, today, asOf: null, knownAt: null };
}

/** Where a list goes on: at this place, after the item with this key (null: from its first item). */
interface Cursor extends SearchPlace {
  readonly after: string | null;
}

const beginning: Cursor = { number: 0, due: null, after: null };

/** A cursor of one order says nothing in another. */
function cursorList(operation: TracedOperation, { query: { order } }: ListRequest): string {
  return order === 'due' ? `${operation} by due day` : operation;
}

function cursorOf({ secrets }: QueryContext, operation: TracedOperation, request: ListRequest): Cursor {
  return openCursor<Cursor>(secrets, cursorList(operation, request), request.query.cursor) ?? beginning;
}
