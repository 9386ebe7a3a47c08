import {
  type Anomaly,
  type AssessedDossier,
  daysBetween,
  type Expectation,
  type ExpectationName,
  type FactRef,
  isOverdue,
  isReached,
  type Quote,
  sourcesToReportEvent,
  tellersOfExpected,
} from '@hub/core';
import type { QueryContext } from '../http/context.ts';
import { type Count, keyed, type List, type NotedItem, namedFor } from './list-item.ts';
import {
  attemptOf,
  expectationsFor,
  factsBehind,
  isAsked,
  isOwn,
  type ListedDossier,
  listedInScope,
  mayReport,
  type Viewpoint,
} from './listed-dossier.ts';
import { type ScopeFilters, scopeOf } from './scope.ts';

/** Filters as they come; numbers and booleans are text in a query. */
export interface ExpectationFilters extends ScopeFilters {
  readonly what?: ExpectationName;
  readonly overdue?: 'true' | 'false';
  readonly own?: 'true' | 'false';
  readonly order?: 'dossier' | 'due';
  readonly dueBefore?: string;
  readonly dossier?: string;
  readonly since?: string;
}

/** `severity`: of the anomaly `overdue` once it is, `info` before. */
interface ExpectationItem extends NotedItem {
  readonly what: ExpectationName;
  readonly since: string | null;
  readonly dueBy: string | null;
  readonly overdue: boolean;
  /** Null: it is not overdue. */
  readonly daysLate: number | null;
  /** Systems that are to report it. */
  readonly tellers: readonly string[];
  /** The reader's organisation is to report it. */
  readonly own: boolean;
  /** Of the attempt that it is about, `appointment`, `meeting` or `candidature`; null where it is about none. */
  readonly mode: string | null;
  readonly slot?: string;
  readonly month?: string;
  readonly dueInferred?: true;
}

/** `GET /v1/expectations`; `systems`: those of the reader's organisation. */
export function expectationList(
  context: QueryContext,
  filters: ExpectationFilters,
  view: Viewpoint,
  systems: readonly string[],
): List<ListedDossier, ExpectationItem> {
  const { what = null, overdue, dueBefore } = filters;
  const bounds = [...(overdue === 'true' ? [view.today] : []), ...(dueBefore === undefined ? [] : [dueBefore])];
  return {
    sought: {
      kind: 'expectations',
      what,
      dueBefore: bounds.sort()[0] ?? null,
      dossier: dossierOf(filters),
      ...scopeOf(filters),
    },
    dossiersOf: (person) => listedInScope(person, view, scopeOf(filters)),
    itemsOf: (dossier) => itemsOf(dossier, filters, view, systems),
    ...(filters.order === 'due' && { order: 'due', compare: byDueDay }),
    write: ({ key: _, ...item }) => ({ ...item, ...expectationText(context, item.what) }),
  };
}

/** What has no due day comes last. */
function byDueDay(one: ExpectationItem, other: ExpectationItem): number {
  const [a, b] = [one.dueBy ?? '9999', other.dueBy ?? '9999'];
  return a < b ? -1 : a > b ? 1 : one.dossier - other.dossier;
}

/** The label, the sentence and the remedy of what is expected, in French. */
export function expectationText({ dictionary }: QueryContext, what: string) {
  const { label = '', sentence = '', remedy = '' } = dictionary.expectations.find(({ name }) => name === what) ?? {};
  return { label, sentence, remedy };
}

function dossierOf({ dossier }: ExpectationFilters): number | null {
  return dossier === undefined ? null : Number(dossier);
}

/** What is expected in a dossier, that a reader is shown and that the filters let through. */
function expectationsSought(
  dossier: ListedDossier,
  { what, overdue, dueBefore, since }: ExpectationFilters,
  view: Viewpoint,
): readonly Expectation[] {
  return expectationsFor(dossier, view).filter(
    (expected) =>
      (what === undefined || expected.what === what) &&
      isAsked(overdue, isOverdue(expected, view.today)) &&
      (dueBefore === undefined || (expected.dueBy !== null && expected.dueBy < dueBefore)) &&
      (since === undefined || (expected.since !== null && expected.since >= since)),
  );
}

function itemsOf(
  dossier: ListedDossier,
  filters: ExpectationFilters,
  view: Viewpoint,
  systems: readonly string[],
): readonly ExpectationItem[] {
  const items = expectationsSought(dossier, filters, view)
    .map((expected) => itemOf(dossier, expected, view, systems))
    .filter(({ own }) => isAsked(filters.own, own));
  return keyed(items, ({ what, since, dueBy, slot, month }) => [
    `${dueBy ?? '9999'} ${what}`,
    since,
    slot ?? '',
    month ?? '',
  ]);
}

function itemOf(
  dossier: ListedDossier,
  expected: Expectation,
  view: Viewpoint,
  systems: readonly string[],
): Omit<ExpectationItem, 'key'> {
  const { what, since, dueBy, slot, month, dueInferred } = expected;
  const { assessed } = dossier;
  const overdue = isOverdue(expected, view.today);
  const tellers = tellersOfExpected(expected, assessed, view.rules);
  return {
    what,
    severity: overdue ? (view.rules.anomalies.overdue?.severity ?? 'warning') : 'info',
    since,
    dueBy,
    overdue,
    daysLate: overdue && dueBy !== null ? daysBetween(dueBy, view.today) : null,
    tellers,
    own: isOwn(dossier, tellers, systems, view.reader),
    mode: modeOf(expected, assessed),
    ...namedFor(dossier, factsBehind(expected, assessed), aboutOf(expected, assessed)),
    ...(slot === undefined ? {} : { slot }),
    ...(month === undefined ? {} : { month }),
    ...(dueInferred === undefined ? {} : { dueInferred }),
  };
}

function modeOf(expected: Expectation, dossier: AssessedDossier): string | null {
  return attemptOf(expected, dossier)?.positioned?.value.mode ?? null;
}

function aboutOf(expected: Expectation, dossier: AssessedDossier): Anomaly['about'] {
  const attempt = attemptOf(expected, dossier);
  if (attempt !== undefined) return { attempt: attempt.key };
  return expected.about === 'expected' ? {} : { stay: expected.about };
}

/** What is counted of a dossier. */
interface CountedDossier extends Awaited {
  readonly items: readonly {
    readonly what: ExpectationName;
    readonly since: string | null;
    readonly overdue: boolean;
    readonly mode: string | null;
  }[];
}

/** `GET /v1/expectations/counts` */
export function expectationCount(
  context: QueryContext,
  filters: ExpectationFilters,
  view: Viewpoint,
  systems: readonly string[],
): Count<CountedDossier> {
  return {
    // Some counters are of dossiers in which nothing is expected.
    sought: { kind: 'anomalies', codes: null, dossier: dossierOf(filters), ...scopeOf(filters) },
    dossiersOf: (person) => listedInScope(person, view, scopeOf(filters)),
    countedOf: (dossier) => ({
      ...awaitedOf(dossier, view),
      items: countedIn(dossier, filters, view, systems).map((expected) => ({
        what: expected.what,
        since: expected.since,
        overdue: isOverdue(expected, view.today),
        mode: modeOf(expected, dossier.assessed),
      })),
    }),
    countedOfCodes: null,
    write(counted) {
      const { counts, counters } = countExpectations(counted, view.today);
      return { counts: counts.map((row) => ({ ...row, label: expectationText(context, row.what).label })), counters };
    },
  };
}

/** Whose turn it is costs more than the rest, and is looked for where it is asked. */
function countedIn(
  dossier: ListedDossier,
  filters: ExpectationFilters,
  view: Viewpoint,
  systems: readonly string[],
): readonly Expectation[] {
  const sought = expectationsSought(dossier, filters, view);
  if (filters.own === undefined) return sought;
  const tellersOf = (expected: Expectation) => tellersOfExpected(expected, dossier.assessed, view.rules);
  return sought.filter((expected) => isAsked(filters.own, isOwn(dossier, tellersOf(expected), systems, view.reader)));
}

/** What is expected, by name, and the counters of what is to be recorded now because its day has come. */
function countExpectations(counted: readonly CountedDossier[], today: string) {
  const items = counted.flatMap((each) => each.items);
  const hasCome = (item: (typeof items)[number]) => isReached(item, today);
  const overdueOf = (own: typeof items) => own.filter(({ overdue }) => overdue).length;
  const counts = [...Map.groupBy(items, ({ what }) => what)].map(([what, own]) => ({
    what,
    count: own.length,
    reached: own.filter(hasCome).length,
    overdue: overdueOf(own),
  }));
  const counterOf = (what: ExpectationName, isCounted: (mode: string | null) => boolean = () => true) => {
    const own = items.filter((item) => item.what === what && hasCome(item) && isCounted(item.mode));
    return { count: own.length, overdue: overdueOf(own) };
  };
  const byCandidature = (mode: string | null) => mode === 'candidature';
  const byAppointment = (mode: string | null) => mode !== 'candidature';
  const contactsOf = (kind: Awaited['contact']) => counted.filter(({ contact }) => contact === kind).length;
  // The counters of Kairos's first page, as far as events say them.
  const counters = {
    presences: counterOf('presence', byAppointment),
    results: counterOf('result', byAppointment),
    candidatureContacts: contactsOf('candidature'),
    candidaturePresences: counterOf('presence', byCandidature),
    candidatureResults: counterOf('result', byCandidature),
    foadContacts: contactsOf('foad'),
    entryCertificates: counterOf('entry'),
    serviceDoneToValidate: counted.filter(({ serviceDone }) => serviceDone).length,
    quotesToDecide: counted.reduce((sum, { quotes }) => sum + quotes, 0),
  };
  return { counts: counts.sort((a, b) => (a.what < b.what ? -1 : 1)), counters };
}

/** What the reader has to do that no expectation says; it is counted only. */
interface Awaited {
  /** A candidature, or a positioning on a session of open distance learning (FOAD), that nobody has answered yet. */
  readonly contact: 'candidature' | 'foad' | null;
  /** A service done that is declared and not yet certified or refused. */
  readonly serviceDone: boolean;
  /** Quotes sent and not yet decided. */
  readonly quotes: number;
}

function awaitedOf({ listed, assessed }: ListedDossier, { sources, today, rules }: Viewpoint): Awaited {
  const { serviceDone, quotes } = assessed;
  const isMine = (source: string) => listed === 'full' || sources.includes(source);
  const kind = contactKind(assessed);
  const about = assessed.attempts.at(-1)?.key ?? '';
  const answering =
    kind === null || listed === 'full'
      ? []
      : sourcesToReportEvent('candidate-contacted', { day: today, about }, assessed, today, rules);
  return {
    contact: listed === 'full' || mayReport(answering, sources) ? kind : null,
    serviceDone: serviceDone !== null && serviceDone.value === 'declared' && isMine(serviceDone.source),
    quotes: quotes.filter((quote) => isToDecide(quote) && saidOf(quote).some(({ source }) => isMine(source))).length,
  };
}

/** Sent, and neither decided as a whole nor refused by one of its validators nor accepted by both. */
function isToDecide({ state, candidate, franceTravail }: Quote): boolean {
  if (state !== null && state.value !== 'sent') return false;
  const decisions = [candidate?.value, franceTravail?.value];
  return (
    !decisions.some((said) => said === 'refused' || said === 'cancelled') &&
    decisions.some((said) => said !== 'accepted')
  );
}

function saidOf({ state, candidate, franceTravail }: Quote): readonly FactRef[] {
  return [state, candidate, franceTravail].filter((said) => said !== null);
}

/** A training given at a distance is the FOAD of Kairos (inferred): as the plan says of the person, else as the session does. */
function contactKind({ attempts, plan, session, status }: AssessedDossier): Awaited['contact'] {
  const last = attempts.at(-1);
  if (last?.state !== 'positioned' || status !== 'positioned') return null;
  const teachingMode = plan?.teachingMode?.value ?? session?.published?.value.teachingMode;
  if (teachingMode === 'distance') return 'foad';
  return last.positioned?.value.mode === 'candidature' ? 'candidature' : null;
}
