import { type AnomalyCode, type ExpectationName, parisDay } from '@hub/core';
import type { Snapshot, Sought } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Moment } from '../app/at-time.ts';
import type { ListedDossier } from '../app/listed-dossier.ts';
import { type AnomalyItem, type ExpectationItem, isOverdue } from '../app/listed-items.ts';
import { type Asker, anomaliesShown, attemptOf, awaitedOf, expectationsShown, type SeenDossier } from '../app/shown.ts';
import { type CountedDossier, countAnomalies, countExpectations } from '../domain/counts.ts';
import { type ListedPerson, type ListOperation, traceList } from './access-trace.ts';
import { type Cursor, goThrough, readCursor, type Search, seeThrough, writeCursor } from './go-through.ts';
import {
  type AnomalyFilters,
  anomalyList,
  type ExpectationFilters,
  expectationList,
  isSoughtAnomaly,
  isSoughtExpectation,
  type List,
} from './list-filters.ts';
import { listSchemas } from './list-schemas.ts';
import type { QueryParts } from './query-parts.ts';
import { readAtLeast } from './read-at-least.ts';
import { readerNamed } from './reader-named.ts';
import { requirementsOf } from './state-tokens.ts';

/** Rows looked at for one page, so that a rare filter ends in a short page and a cursor rather than in a long wait. */
const pageRowsMax = 10_000;
/** Rows counted at once: some seconds of work. */
const countRowsMax = 50_000;
const limitDefault = 100;

/** `GET /v1/anomalies`, `GET /v1/expectations` and their counts: what of a partner's own dossiers asks for its attention. */
export function listRoutes(server: FastifyInstance, parts: QueryParts): void {
  const codes = [...parts.dictionary.rules.values()].filter(({ kind }) => kind === 'anomaly').map(({ code }) => code);
  const schemas = listSchemas(codes);
  const onRequest = parts.authenticate;
  server.get('/v1/anomalies', { schema: schemas.anomalies, onRequest }, (request) =>
    answerPage(parts, request, 'anomalies', anomalyList(parts, request), (item) => writeAnomaly(parts, item)),
  );
  server.get('/v1/expectations', { schema: schemas.expectations, onRequest }, (request) =>
    answerPage(parts, request, 'expectations', expectationList(request, todayOf(parts)), (item) =>
      writeExpectation(parts, item),
    ),
  );
  server.get('/v1/anomalies/counts', { schema: schemas.anomalyCounts, onRequest }, (request) =>
    answerCounts(parts, request, 'anomaly-counts', anomalyCounting(parts, request)),
  );
  server.get('/v1/expectations/counts', { schema: schemas.expectationCounts, onRequest }, (request) =>
    answerCounts(parts, request, 'expectation-counts', expectationCounting(parts, request)),
  );
}

async function answerPage<Item extends AnomalyItem | ExpectationItem>(
  parts: QueryParts,
  request: FastifyRequest,
  operation: ListOperation,
  list: List<Item>,
  write: (item: Item) => object,
): Promise<object> {
  const named = readerNamed(request, ['data-quality']);
  const { limit = String(limitDefault) } = request.query as { limit?: string };
  const { items, people, next, freshness } = await onSnapshot(parts, request, (snapshot, cursor, moment) =>
    readPage(parts, snapshot, list, searchOf(parts, request, list, cursor, moment), cursor, Number(limit)),
  );
  await traceList(parts.pool, { ...named, operation, people, traceparent: request.id });
  parts.reads.inc({ operation, decision: 'allowed' });
  return { items: items.map(write), next: next === null ? null : writeCursor(next), freshness };
}

function searchOf(
  parts: QueryParts,
  request: FastifyRequest,
  { sought }: Pick<List<unknown>, 'sought'>,
  cursor: Cursor,
  moment: Moment,
): Search {
  const asker = { reader: request.partner, today: moment.today, rules: parts.rules };
  return { sought, asker, moment, from: cursor.number };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly people: readonly ListedPerson[];
  readonly next: Cursor | null;
}

async function readPage<Item extends AnomalyItem | ExpectationItem>(
  parts: QueryParts,
  snapshot: Snapshot,
  list: List<Item>,
  search: Search,
  cursor: Cursor,
  limit: number,
): Promise<Page<Item>> {
  const items: Item[] = [];
  const people = new Map<string, ListedPerson>();
  const found = goThrough(parts, snapshot, search, pageRowsMax);
  let last: Cursor | null = null;
  for (;;) {
    const step = await found.next();
    if (step.done) {
      return {
        items,
        people: [...people.values()],
        next: step.value === null ? null : { number: step.value, after: null },
      };
    }
    const { number, dossier } = step.value;
    for (const item of list.itemsOf(dossier, search.asker)) {
      if (number === cursor.number && cursor.after !== null && item.key <= cursor.after) continue;
      // One more than the page holds says that there is a next one.
      if (items.length === limit) return { items, people: [...people.values()], next: last };
      items.push(item);
      last = { number, after: item.key };
      for (const { trainee } of dossier.rows)
        people.set(`${trainee} ${item.dossier}`, { trainee, dossier: item.dossier });
    }
  }
}

/** What is counted of each dossier, and what is said of all. */
interface Counting<Kept> {
  readonly sought: Sought;
  keep(dossier: SeenDossier, asker: Asker): Kept;
  /** Where the codes of its stored anomalies are all that is counted of a dossier; null: they never are. */
  readonly keepCodes: ((codes: readonly AnomalyCode[]) => Kept) | null;
  /** Where only the facts of a dossier say what is asked for: every dossier is composed, as for a page. */
  readonly keepComposed: ((dossier: ListedDossier, asker: Asker) => Kept) | null;
  count(kept: readonly Kept[], today: string): object;
}

type Counted = Pick<AnomalyItem, 'code' | 'severity'>;

function anomalyCounting(parts: QueryParts, request: FastifyRequest): Counting<{ readonly items: readonly Counted[] }> {
  const { sought, itemsOf } = anomalyList(parts, request);
  const filters = request.query as AnomalyFilters;
  const counted = (codes: readonly AnomalyCode[]) =>
    codes
      .map((code) => ({ code, severity: parts.rules.anomalies[code]?.severity ?? 'info' }))
      .filter((anomaly) => isSoughtAnomaly(anomaly, filters));
  const sentenceOf = (code: AnomalyCode) => parts.dictionary.rules.get(code)?.sentence ?? '';
  return {
    sought,
    keep: (dossier, asker) => ({
      items: anomaliesShown(dossier, asker).filter((anomaly) => isSoughtAnomaly(anomaly, filters)),
    }),
    keepCodes: filters.found === undefined ? (codes) => ({ items: counted(codes) }) : null,
    keepComposed: filters.since === undefined ? null : (dossier, asker) => ({ items: itemsOf(dossier, asker) }),
    count(kept) {
      const counts = countAnomalies(kept.flatMap(({ items }) => items));
      return { counts: counts.map((row) => ({ ...row, sentence: sentenceOf(row.code) })) };
    },
  };
}

function expectationCounting(parts: QueryParts, request: FastifyRequest): Counting<CountedDossier> {
  const filters = request.query as ExpectationFilters;
  return {
    // Some counters are of dossiers in which nothing is expected.
    sought: { kind: 'anomalies', codes: null, dossier: filters.dossier === undefined ? null : Number(filters.dossier) },
    keep: (dossier, asker) => ({
      items: expectationsShown(dossier, asker)
        .filter((item) => isSoughtExpectation(item, filters, asker.today))
        .map((item) => ({
          what: item.what,
          since: item.since,
          overdue: isOverdue(item, asker.today),
          mode: attemptOf(item, dossier.assessed)?.positioned?.value.mode ?? null,
        })),
      ...awaitedOf(dossier, asker),
    }),
    keepCodes: null,
    keepComposed: null,
    count(kept, today) {
      const { counts, counters } = countExpectations(kept, today);
      return { counts: counts.map((row) => ({ ...row, label: textOf(parts, row.what).label })), counters };
    },
  };
}

async function answerCounts<Kept extends { readonly items: readonly unknown[] }>(
  parts: QueryParts,
  request: FastifyRequest,
  operation: ListOperation,
  counting: Counting<Kept>,
): Promise<object> {
  const named = readerNamed(request, ['data-quality']);
  const { counted, dossiers, next, freshness } = await onSnapshot(parts, request, async (snapshot, cursor, moment) => {
    const search = searchOf(parts, request, counting, cursor, moment);
    const { kept, next } = await keptOf(parts, snapshot, search, counting);
    const dossiers = kept.filter(({ items }) => items.length > 0).length;
    return { counted: counting.count(kept, moment.today), dossiers, next };
  });
  await traceList(parts.pool, { ...named, operation, people: [], traceparent: request.id });
  parts.reads.inc({ operation, decision: 'allowed' });
  return { ...counted, dossiers, next: next === null ? null : writeCursor({ number: next, after: null }), freshness };
}

async function keptOf<Kept>(
  parts: QueryParts,
  snapshot: Snapshot,
  search: Search,
  { keep, keepCodes, keepComposed }: Counting<Kept>,
): Promise<{ kept: readonly Kept[]; next: number | null }> {
  const kept: Kept[] = [];
  if (keepComposed === null) {
    const steps = seeThrough(parts, snapshot, search, countRowsMax, keepCodes !== null);
    for (;;) {
      const step = await steps.next();
      if (step.done) return { kept, next: step.value };
      if (!('codes' in step.value)) kept.push(keep(step.value, search.asker));
      else if (keepCodes !== null) kept.push(keepCodes(step.value.codes));
    }
  }
  const steps = goThrough(parts, snapshot, search, countRowsMax);
  for (;;) {
    const step = await steps.next();
    if (step.done) return { kept, next: step.value };
    kept.push(keepComposed(step.value.dossier, search.asker));
  }
}

/** On one snapshot, at least as new as asked; with what it is, as answers say it. */
async function onSnapshot<T extends object>(
  parts: QueryParts,
  request: FastifyRequest,
  work: (snapshot: Snapshot, cursor: Cursor, moment: Moment) => Promise<T>,
) {
  const { cursor } = request.query as { cursor?: string };
  const from = readCursor(cursor);
  const today = todayOf(parts);
  const requirements = requirementsOf(parts.secrets, request.headers['hub-at-least'] as string | undefined);
  return readAtLeast(parts, requirements, async (snapshot) => ({
    ...(await work(snapshot, from, { today, asOf: null, knownAt: null })),
    freshness: {
      projectionVersion: snapshot.version.version,
      rulesVersion: snapshot.version.rulesHash,
      today,
      asOf: null,
      knownAt: null,
    },
  }));
}

function todayOf({ clock }: QueryParts): string {
  return parisDay(new Date(clock()).toISOString());
}

/** Of what is overdue, the sentence says what it is and since when, the remedy how to tell it. */
function writeAnomaly(parts: QueryParts, { key: _, ...item }: AnomalyItem): object {
  const { sentence = '', remedy = '' } = parts.dictionary.rules.get(item.code) ?? {};
  const { what, dueBy } = item.about;
  if (item.code !== 'overdue' || dueBy === undefined) return { ...item, sentence, remedy };
  const awaited = textOf(parts, what as ExpectationName);
  const [year, month, day] = String(dueBy).split('-');
  return {
    ...item,
    sentence: `${sentence} ${awaited.label}, au plus tard le ${day}/${month}/${year}.`,
    remedy: awaited.remedy,
  };
}

function writeExpectation(parts: QueryParts, { key: _, ...item }: ExpectationItem): object {
  return { ...item, ...textOf(parts, item.what) };
}

function textOf({ dictionary }: QueryParts, what: ExpectationName) {
  const { label = '', sentence = '', remedy = '' } = dictionary.expectations.find(({ name }) => name === what) ?? {};
  return { label, sentence, remedy };
}
