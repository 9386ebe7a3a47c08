import { type AnomalyCode, type ExpectationName, parisDay, type Severity } from '@hub/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Moment } from '../app/at-time.ts';
import type { ListedDossier } from '../app/listed-dossier.ts';
import { type AnomalyItem, anomalyItems, awaits, type ExpectationItem, expectationItems } from '../app/listed-items.ts';
import { type CountedDossier, countAnomalies, countExpectations } from '../domain/counts.ts';
import { type ListedPerson, type ListOperation, traceList } from './access-trace.ts';
import type { Sought } from './attention.ts';
import { type Cursor, goThrough, readCursor, writeCursor } from './go-through.ts';
import { listSchemas } from './list-schemas.ts';
import type { Snapshot } from './projection.ts';
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
    answerPage(parts, request, 'expectations', expectationList(parts, request), (item) =>
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

/** What one list looks for, and what of a dossier it shows. */
interface List<Item> {
  readonly sought: Sought;
  itemsOf(dossier: ListedDossier, moment: Moment): readonly Item[];
}

function anomalyList(parts: QueryParts, request: FastifyRequest): List<AnomalyItem> {
  const { code, severity, since } = request.query as { code?: AnomalyCode; severity?: Severity; since?: string };
  const isSought = (item: Pick<AnomalyItem, 'code' | 'severity'>) =>
    (code === undefined || item.code === code) && (severity === undefined || item.severity === severity);
  const known = Object.entries(parts.rules.anomalies) as [AnomalyCode, { severity: Severity }][];
  const codes = known.filter(([name, rule]) => isSought({ code: name, severity: rule.severity })).map(([name]) => name);
  return {
    sought: { kind: 'anomalies', codes: code === undefined && severity === undefined ? null : codes },
    itemsOf: (dossier, { today }) =>
      anomalyItems(dossier, request.partner, today, parts.rules).filter(
        (item) => isSought(item) && (since === undefined || item.since >= since),
      ),
  };
}

function expectationList(parts: QueryParts, request: FastifyRequest): List<ExpectationItem> {
  const { what, overdue, since } = request.query as { what?: ExpectationName; overdue?: string; since?: string };
  return {
    sought: { kind: 'expectations', what: what ?? null, overdue: overdue === 'true' },
    itemsOf: (dossier, { today }) =>
      expectationItems(dossier, request.partner, today, parts.rules).filter(
        (item) =>
          (what === undefined || item.what === what) &&
          (overdue === undefined || item.overdue === (overdue === 'true')) &&
          (since === undefined || (item.since !== null && item.since >= since)),
      ),
  };
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
    readPage(parts, snapshot, request, list, { cursor, moment, limit: Number(limit) }),
  );
  await traceList(parts.pool, { ...named, operation, people, traceparent: request.id });
  parts.reads.inc({ operation, decision: 'allowed' });
  return { items: items.map(write), next: next === null ? null : writeCursor(next), freshness };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly people: readonly ListedPerson[];
  readonly next: Cursor | null;
}

async function readPage<Item extends AnomalyItem | ExpectationItem>(
  parts: QueryParts,
  snapshot: Snapshot,
  request: FastifyRequest,
  list: List<Item>,
  { cursor, moment, limit }: { readonly cursor: Cursor; readonly moment: Moment; readonly limit: number },
): Promise<Page<Item>> {
  const items: Item[] = [];
  const people = new Map<string, ListedPerson>();
  const found = goThrough(
    parts,
    snapshot,
    { sought: list.sought, reader: request.partner, moment, from: cursor.number },
    pageRowsMax,
  );
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
    for (const item of list.itemsOf(dossier, moment)) {
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
  keep(dossier: ListedDossier, moment: Moment): Kept;
  count(kept: readonly Kept[], moment: Moment): object;
}

function anomalyCounting(
  parts: QueryParts,
  request: FastifyRequest,
): Counting<{ readonly items: readonly AnomalyItem[] }> {
  const { sought, itemsOf } = anomalyList(parts, request);
  const sentenceOf = (code: AnomalyCode) => parts.dictionary.rules.get(code)?.sentence ?? '';
  return {
    sought,
    keep: (dossier, moment) => ({ items: itemsOf(dossier, moment) }),
    count(kept) {
      const counts = countAnomalies(kept.flatMap(({ items }) => items));
      return { counts: counts.map((row) => ({ ...row, sentence: sentenceOf(row.code) })) };
    },
  };
}

function expectationCounting(parts: QueryParts, request: FastifyRequest): Counting<CountedDossier> {
  const { itemsOf } = expectationList(parts, request);
  return {
    // Some counters are of dossiers in which nothing is expected.
    sought: { kind: 'anomalies', codes: null },
    keep: (dossier, moment) => ({
      items: itemsOf(dossier, moment),
      ...awaits(dossier, request.partner, moment.today, parts.rules),
    }),
    count(kept, { today }) {
      const { counts, counters } = countExpectations(kept, today);
      return { counts: counts.map((row) => ({ ...row, label: labelOf(parts, row.what) })), counters };
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
    const kept: Kept[] = [];
    const asked = { sought: counting.sought, reader: request.partner, moment, from: cursor.number };
    const steps = goThrough(parts, snapshot, asked, countRowsMax);
    for (;;) {
      const step = await steps.next();
      if (step.done) {
        const dossiers = kept.filter(({ items }) => items.length > 0).length;
        return { counted: counting.count(kept, moment), dossiers, next: step.value };
      }
      kept.push(counting.keep(step.value.dossier, moment));
    }
  });
  await traceList(parts.pool, { ...named, operation, people: [], traceparent: request.id });
  parts.reads.inc({ operation, decision: 'allowed' });
  return { ...counted, dossiers, next: next === null ? null : writeCursor({ number: next, after: null }), freshness };
}

/** On one snapshot, at least as new as asked; with what it is, as answers say it. */
async function onSnapshot<T extends object>(
  parts: QueryParts,
  request: FastifyRequest,
  work: (snapshot: Snapshot, cursor: Cursor, moment: Moment) => Promise<T>,
) {
  const { cursor } = request.query as { cursor?: string };
  const from = readCursor(cursor);
  const today = parisDay(new Date(parts.clock()).toISOString());
  const requirements = requirementsOf(parts.secrets, request.headers['hub-at-least'] as string | undefined);
  return readAtLeast(parts, requirements, async (snapshot) => ({
    ...(await work(snapshot, from, { today, asOf: null, knownAt: null })),
    freshness: {
      projectionVersion: snapshot.version,
      rulesVersion: snapshot.rulesHash,
      today,
      asOf: null,
      knownAt: null,
    },
  }));
}

function writeAnomaly(parts: QueryParts, { key: _, ...item }: AnomalyItem): object {
  const text = parts.dictionary.rules.get(item.code);
  return { ...item, sentence: text?.sentence ?? '', remedy: text?.remedy ?? '' };
}

function writeExpectation(parts: QueryParts, { key: _, ...item }: ExpectationItem): object {
  return { ...item, label: labelOf(parts, item.what) };
}

function labelOf({ dictionary }: QueryParts, what: ExpectationName): string {
  return dictionary.expectations.find(({ name }) => name === what)?.label ?? '';
}
