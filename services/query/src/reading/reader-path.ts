import {
  type AssessedDossier,
  assess,
  describeJoined,
  describePath,
  descriptions,
  factKey,
  namedReferences,
  type Rules,
  refKey,
  type Sight,
  type TrainingPath,
  withoutMoved,
} from '@hub/core';
import type { StoredDossier } from '@hub/platform';
import { type DescribedSession, describedSessions, type KnownPerson } from './known-person.ts';
import { isOwn, ownFacts, ownFactsBeside } from './own-facts.ts';
import { type Moment, pointInTime } from './point-in-time.ts';
import type { SeenPerson } from './read-person.ts';
import { isAuthority, linksFor, type Reader } from './sight.ts';

/** A dossier of a path with the rows that answer as one in it, and what is seen of it. */
export interface PathDossier {
  /** Described from the reader's own facts, or from all, as `sight` says. */
  readonly assessed: AssessedDossier;
  /** Where it is described from all facts and some of the reader's own say more than it may see of all: from these alone. */
  readonly own: AssessedDossier | null;
  readonly sight: Sight;
  /** With the facts that it is described from. */
  readonly rows: readonly StoredDossier[];
  /** Every number it was ever given, the first one first. */
  readonly numbers: readonly number[];
}

/** A path as one reader may see it. */
export interface ReaderPath {
  /** Described from what is seen alone, so that nothing in it speaks of the rest. */
  readonly path: TrainingPath;
  readonly dossiers: readonly PathDossier[];
  /** What it was described from. */
  readonly person: KnownPerson;
}

/**
 * The path of a person for a reader at a moment. Rights are those of now, for a look back opens nothing that is closed
 * today; it may hold less than is seen now, or nothing.
 */
export function readerPath(seen: SeenPerson, moment: Moment, reader: Reader, rules: Rules): ReaderPath {
  const person = knownTo(seen, reader, rules);
  const then = pointInTime(person, moment, rules);
  const path = pathOf(then, moment, rules, reader);
  const now = then === person ? path : pathOf(person, moment, rules, reader);
  const numbersNow = dossiersOf(now, person.dossiers).map(({ numbers }) => numbers);
  const { dossiers, ...rest } = pathOfFacts(seen, then, path, reader, rules);
  return { ...rest, dossiers: dossiers.map((each) => ({ ...each, numbers: withNumbersOf(numbersNow, each.numbers) })) };
}

/** The same without the numbers that a dossier was given after the moment: half the work. */
export function pathThen(seen: SeenPerson, moment: Moment, reader: Reader, rules: Rules): ReaderPath {
  const then = pointInTime(knownTo(seen, reader, rules), moment, rules);
  return pathOfFacts(seen, then, pathOf(then, moment, rules, reader), reader, rules);
}

function pathOfFacts(
  seen: SeenPerson,
  then: KnownPerson,
  path: TrainingPath,
  reader: Reader,
  rules: Rules,
): ReaderPath {
  const sightOf = sights(seen);
  const dossiers = dossiersOf(path, then.dossiers).flatMap(({ assessed, rows, numbers }) => {
    const [sight] = rows.flatMap(({ number }) => sightOf.get(number) ?? []).sort(widestFirst);
    if (sight === undefined) return [];
    const own = seesMoreOfOwn(sight) ? ownDescription(assessed, rows, reader, rules) : null;
    return [{ assessed, own, sight, rows, numbers }];
  });
  return { path: isWide(seen) ? path : narrowed(path, then, reader), dossiers, person: then };
}

/** Of rows that answer as one and are not seen alike, those seen less are described from what is seen of them. */
function widestFirst(a: Sight, b: Sight): number {
  return descriptions.indexOf(b.described) - descriptions.indexOf(a.described);
}

function sights({ sight }: SeenPerson): ReadonlyMap<number, Sight> {
  return new Map(sight.dossiers.flatMap((dossier) => dossier.rows.map(({ number }) => [number, dossier.sight])));
}

/** The facts that the reader sees: of what it knows by its own alone, these. */
function knownTo(seen: SeenPerson, { siret }: Reader, rules: Rules): KnownPerson {
  const sightOf = sights(seen);
  const { trainees, dossiers } = withoutMoved({ trainees: seen.stored.trainees, dossiers: seen.stored.dossiers });
  return {
    ids: seen.sight.trainees,
    trainees: isWide(seen) ? trainees : trainees.map((row) => ({ ...row, facts: ownFactsBeside(row.facts, siret) })),
    dossiers: dossiers
      .map((row) =>
        sightOf.get(row.number)?.described === 'own' ? { ...row, facts: ownFacts(row.facts, siret) } : row,
      )
      .filter(({ facts }) => facts.length > 0),
    sessions: describedSessions(seen.stored.sessions, rules),
  };
}

/**
 * Without linked persons of whom the reader has nothing, and without what is said of others' facts: neither who joined its
 * own two persons, nor when, for that would say that somebody else reported of them.
 */
function narrowed(path: TrainingPath, { dossiers, trainees }: KnownPerson, { siret }: Reader): TrainingPath {
  const told = trainees.filter(({ facts }) => facts.some((fact) => isOwn(fact, siret)));
  const known = new Set([...dossiers, ...told].map(({ trainee }) => trainee));
  const own = new Set(
    [...dossiers, ...told].flatMap(({ facts }) => facts.filter((fact) => isOwn(fact, siret)).map(factKey)),
  );
  return {
    ...path,
    trainees: path.trainees.filter((trainee) => known.has(trainee)),
    joinedBy: [],
    anomalies: path.anomalies.filter(({ facts }) => facts.every((fact) => own.has(refKey(fact)))),
  };
}

/** Whether anything but the reader's own facts is seen, so that what is known of the person counts. */
function isWide({ sight }: SeenPerson): boolean {
  return sight.person.length > 0 || sight.dossiers.some((dossier) => dossier.sight.described !== 'own');
}

function seesMoreOfOwn({ described, categories, own }: Sight): boolean {
  return described !== 'own' && own.some((category) => !categories.includes(category));
}

function ownDescription(
  { session, today }: AssessedDossier,
  rows: readonly StoredDossier[],
  { siret }: Reader,
  rules: Rules,
): AssessedDossier | null {
  const own = rows
    .map((row) => ({ ...row, facts: ownFacts(row.facts, siret) }))
    .filter(({ facts }) => facts.length > 0);
  return own.length === 0 ? null : assess(describeJoined(own, rules), session, today, rules);
}

/** With every number that it answers to now, those given after the moment included. */
function withNumbersOf(now: readonly (readonly number[])[], then: readonly number[]): readonly number[] {
  const same = now.filter((numbers) => numbers.some((number) => then.includes(number)));
  return [...new Set([...then, ...same.flat()])];
}

function pathOf(person: KnownPerson, { today, nowMs }: Moment, rules: Rules, reader: Reader): TrainingPath {
  const facts = new Map(person.trainees.map((row) => [row.trainee, row.facts]));
  const trainees = person.ids.map((trainee) => ({ trainee, facts: facts.get(trainee) ?? [] }));
  const sessions = byReference(person.sessions);
  const crosses = isAuthority(reader) ? {} : { crosses: linksFor(reader) };
  return describePath({ dossiers: person.dossiers, trainees, sessions, today, nowMs, rules, ...crosses });
}

function byReference(stored: readonly DescribedSession[]): ReadonlyMap<string, DescribedSession> {
  const references = stored.flatMap((row) =>
    [row.reference, ...row.record.references].map((name) => [name, row] as const),
  );
  // A session reported under the reference itself goes before one that only names it.
  return new Map([...references, ...stored.map((row) => [row.reference, row] as const)]);
}

function dossiersOf(path: TrainingPath, rows: readonly StoredDossier[]) {
  return path.dossiers.map((assessed) => {
    const own = rows.filter((row) => answersIn(row, assessed));
    const { number, alsoKnownAs } = assessed;
    const announced = number === null ? [] : [number, ...alsoKnownAs];
    return { assessed, rows: own, numbers: [...new Set([...announced, ...own.map((row) => row.number)])] };
  });
}

/** A row whose number is not yet announced in its facts is known by its references. */
function answersIn(row: StoredDossier, { number, alsoKnownAs, trainingRefs }: AssessedDossier): boolean {
  if (number === row.number || alsoKnownAs.includes(row.number)) return true;
  if (row.facts.some((fact) => fact.type === 'dossier-attributed')) return false;
  return row.facts.every((fact) =>
    namedReferences(fact.references).every((reference) => trainingRefs.includes(reference)),
  );
}
