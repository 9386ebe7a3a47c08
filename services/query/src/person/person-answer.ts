import {
  type Anomaly,
  asWritten,
  type BlockCategory,
  compareRecordings,
  daysOfStay,
  type Expectation,
  endOf,
  endOfInterruption,
  type Fact,
  isOver,
  isOverdue,
  isReached,
  knownUntil,
  type Rules,
  type Sight,
  type Stay,
  type TrainingPath,
  workedIn,
} from '@hub/core';
import { fieldError, type ProblemError, problem } from '@hub/platform';
import { explained, type QueryContext } from '../http/context.ts';
import { inLettersOf } from '../reading/in-letters.ts';
import { blocksOpenTo, type OpenedBlock, type Opener } from '../reading/open-sealed.ts';
import type { SeenPerson } from '../reading/read-person.ts';
import type { PathDossier, ReaderPath } from '../reading/reader-path.ts';
import { sessionOfDossier } from '../reading/session-answer.ts';
import { isAuthority, type Reader } from '../reading/sight.ts';
import { explainDossier, factsWithUse, givenBy } from './explanation.ts';
import { franceTravailNumbers } from './france-travail-numbers.ts';
import { otherDossiers } from './other-dossiers.ts';
import { isShown, shownRecord } from './shown-record.ts';

/** What an answer about a person is made of. */
export interface AnsweredPerson {
  readonly reader: Reader;
  readonly seen: SeenPerson;
  readonly path: ReaderPath;
  readonly opening: Opener;
  /** By which the path was described. */
  readonly rules: Rules;
  readonly freshness: {
    readonly projectionVersion: string;
    readonly rulesVersion: string;
    readonly today: string;
    readonly asOf: string | null;
    readonly knownAt: string | null;
  };
  /** Receipts asked for whose event could not be read. */
  readonly parkedReceipts: readonly object[];
  readonly wanted: { readonly facts: boolean; readonly explain: boolean };
}

/** The path as a reader gets it. */
export function pathAnswer(context: QueryContext, person: AnsweredPerson): object {
  const { seen, path, freshness } = person;
  const { trainees, joinedBy, cepPeriods, registrations, certifications, anomalies } = path.path;
  const open = new Set(seen.sight.person);
  const isNow = freshness.asOf === null && freshness.knownAt === null;
  const isStates = path.dossiers.every(({ sight }) => sight.described === 'states');
  return {
    trainees,
    joinedBy,
    ...whoItIs(person, path.dossiers),
    dossiers: path.dossiers.map((dossier) => dossierBody(context, person, dossier)),
    otherDossiers: isNow ? otherDossiers(seen, path.person.sessions, context.rights) : [],
    cepPeriods: open.has('cep') ? cepPeriods : [],
    registrations: open.has('registrations') ? registrations : [],
    employment: employmentFor(person),
    certifications: isStates ? [] : certifications,
    anomalies: isStates ? [] : shownAnomalies(person, anomalies).map((anomaly) => explained(context, anomaly)),
    freshness,
    parked: [...person.parkedReceipts, ...parkedIn(person, path.dossiers)],
  };
}

/** Whether the person worked in these days; null where the reader may not know, a problem where nobody may ask of them. */
export function employmentAnswer(
  { seen, path, freshness }: AnsweredPerson,
  period: { readonly from: string; readonly to: string },
): object | ProblemError | null {
  if (!seen.sight.person.includes('employment')) return null;
  const { from, to } = period;
  const answer = workedIn(path.path.employment, period, freshness.today);
  if (answer === null) return notUsed();
  return { answer, from, to, knownUntil: knownUntil(freshness.today), freshness };
}

function notUsed(): ProblemError {
  const errors = [fieldError('/from', 'employment-not-used')];
  return problem(422, 'employment-not-used', 'The employment of these days may not be used.', { errors });
}

/** One dossier as a reader gets it. */
export function dossierAnswer(context: QueryContext, person: AnsweredPerson, dossier: PathDossier): object {
  const { freshness, rules, wanted, seen, path } = person;
  const { assessed, rows, sight } = dossier;
  const isWhole = sight.described !== 'states';
  return {
    trainee: rows[0]?.trainee,
    ...dossierBody(context, person, dossier),
    ...(wanted.explain
      ? {
          explanation: isWhole
            ? explainDossier(assessed, rows, rules, context.dictionary).filter(({ field }) => isShown(sight, field))
            : [],
          givenBy: givenBy(shownRecord(dossier), rows),
        }
      : {}),
    ...whoItIs(person, [dossier]),
    ...franceTravailNumbers(person.path, dossier, person.opening),
    ...(seen.sight.person.includes('registrations') ? { registrations: path.path.registrations } : {}),
    freshness,
    parked: [...person.parkedReceipts, ...parkedIn(person, [dossier])],
  };
}

function dossierBody(context: QueryContext, person: AnsweredPerson, dossier: PathDossier): object {
  const { path, opening, wanted, reader } = person;
  const { assessed, own, sight, rows, numbers } = dossier;
  const { writtenRefs } = assessed;
  const { anomalies, trainingRefs, partnerRefs, ...record } = shownRecord(dossier);
  const written = (reference: string) => asWritten(reference, writtenRefs);
  const [number, ...others] = numbers;
  const beside = sight.described === 'states' ? [] : shownAnomalies(person, path.path.anomalies);
  const shown = [...(anomalies ?? []), ...beside.filter((anomaly) => concerns(anomaly, numbers))];
  const blocks = (category: 'situation' | 'reasons') =>
    opening.open(
      category,
      [...new Set([...(assessed.sealed[category] ?? []), ...(own?.sealed[category] ?? [])])],
      blocksOpenTo(sight, category, reader.siret, rows),
    );
  return {
    ...record,
    stays: (record.stays ?? []).map(withDays),
    over: record.status != null && isOver(record.status),
    expectations: (record.expectations ?? []).map((each) => onDay(each, assessed.today)),
    trainingRefs: (trainingRefs ?? []).map(written),
    partnerRefs: (partnerRefs ?? []).map(written),
    number: record.number ?? number,
    session: isShown(sight, '/session') ? sessionOfDossier(context, assessed) : null,
    alsoKnownAs: record.number == null ? others : numbers.filter((each) => each !== record.number),
    anomalies: shown.map((anomaly) => explained(context, inLettersOf(anomaly, writtenRefs))),
    situation: blocks('situation'),
    reasons: blocks('reasons'),
    sight: { described: sight.described, categories: sight.categories },
    sightUntil: sight.until,
    ...(wanted.facts ? { facts: sight.described === 'states' ? [] : factsWithUse(assessed, rows) } : {}),
  };
}

function withDays(stay: Stay): object {
  const interruptions = stay.interruptions.map((each) => ({
    ...each,
    endedOn: endOfInterruption(each) ?? endOf(stay)?.value ?? null,
  }));
  return { ...stay, days: daysOfStay(stay), interruptions };
}

function onDay(expectation: Expectation, today: string): object {
  return { ...expectation, reached: isReached(expectation, today), overdue: isOverdue(expectation, today) };
}

/** Who else says who the person is concerns whoever reads more of that than it reported itself. */
function shownAnomalies({ path, reader }: AnsweredPerson, anomalies: readonly Anomaly[]): readonly Anomaly[] {
  const readsIdentity =
    isAuthority(reader) ||
    path.dossiers.some(({ sight }) => sight.categories.includes('identity') && sight.blocks.identity !== 'own');
  return readsIdentity ? anomalies : anomalies.filter(({ code }) => code !== 'identity-conflict');
}

/** Anomalies of the person concern every dossier; those of two dossiers concern these two. */
function concerns({ about }: Anomaly, numbers: readonly number[]): boolean {
  return about.dossier === undefined || [about.dossier, about.other].some((named) => numbers.includes(Number(named)));
}

/** Employment as a whole, or what became of the trainings alone of which the reader may know that. */
function employmentFor({ path, seen }: AnsweredPerson): TrainingPath['employment'] {
  const { employment } = path.path;
  if (seen.sight.person.includes('employment')) return employment;
  const open = new Set(
    path.dossiers.flatMap(({ sight, assessed }) => (sight.categories.includes('outcome') ? [assessed.number] : [])),
  );
  return {
    bestJob: null,
    periods: [],
    usedUntil: null,
    returns: employment.returns.filter(({ dossier }) => open.has(dossier)),
  };
}

/** Whose event it is that could not be read, nobody knows: only who sees the whole dossier is told. */
function parkedIn({ seen }: AnsweredPerson, dossiers: readonly PathDossier[]): readonly object[] {
  const visible = new Set(dossiers.filter(({ sight }) => sight.described === 'all').flatMap(({ numbers }) => numbers));
  return seen.stored.parked.filter(({ dossier }) => visible.has(dossier));
}

/** The newest description of the person that the reader may open by any of these dossiers. */
function whoItIs(
  { path, opening, reader }: AnsweredPerson,
  dossiers: readonly PathDossier[],
): { identity?: OpenedBlock; contact?: OpenedBlock } {
  const facts = path.person.trainees.flatMap((row) => row.facts);
  const newest = (category: 'identity' | 'contact') => {
    const opens = dossiers.map(({ sight, rows }) => blocksOpenTo(sight, category, reader.siret, rows));
    const mayOpen = (fact: Fact) => opensAll(reader, dossiers) || opens.some((open) => open(fact));
    const described = facts.filter((fact) => holds(fact, category) && mayOpen(fact)).sort(compareRecordings);
    const last = described.at(-1);
    return last === undefined
      ? undefined
      : opening.open(category, [{ source: last.source, eventId: last.id }], mayOpen)[0];
  };
  const [identity, contact] = [newest('identity'), newest('contact')];
  return { ...(identity === undefined ? {} : { identity }), ...(contact === undefined ? {} : { contact }) };
}

/** Of somebody without a dossier only the authority reads anything. */
function opensAll(reader: Reader, dossiers: readonly { readonly sight: Sight }[]): boolean {
  return dossiers.length === 0 && isAuthority(reader);
}

function holds({ type, sealed }: Fact, category: BlockCategory): boolean {
  return type === 'trainee-described' && sealed?.[category] !== undefined;
}
