import { type AssessedDossier, describePath, namedReferences, type Rules, type TrainingPath } from '@hub/core';
import type { Partner, StoredDossier } from '@hub/platform';
import { type Moment, pointInTime } from './point-in-time.ts';
import type { DescribedSession, StoredPerson } from './read-person.ts';
import { sightOf } from './rights.ts';

/** A dossier of a path with the rows that answer as one in it. */
export interface PathDossier {
  readonly assessed: AssessedDossier;
  readonly rows: readonly StoredDossier[];
  /** Every number it was ever given, the first one first. */
  readonly numbers: readonly number[];
}

/** A path as one reader may see it. */
export interface ReaderPath {
  /** Described from the visible dossiers alone, so that nothing in it speaks of the others. */
  readonly path: TrainingPath;
  readonly dossiers: readonly PathDossier[];
}

/** Whom a read met, and what its reader may see of them; null: nothing. */
export interface FoundPath {
  /** Ids that answer together; empty: nobody. */
  readonly trainees: readonly string[];
  readonly seen: ReaderPath | null;
}

/**
 * The path of a person for a reader at a moment. Rights are read from the dossiers as of now, for a look back opens nothing
 * that is closed today; then the path is described again from the dossiers that are left.
 */
export function readerPath(
  person: StoredPerson,
  moment: Moment,
  reader: Partner,
  rules: Rules,
  isVisible: IsVisible = isRead,
): FoundPath {
  const whole = pathOf(person, moment.today, rules);
  const seen = dossiersOf(whole, person.dossiers).filter((dossier) => isVisible(reader, dossier, whole));
  const isKnown = person.trainees.length > 0 || person.dossiers.length > 0;
  const trainees = isKnown ? whole.trainees : [];
  if (reader.kinds.includes('authority') ? !isKnown : seen.length === 0) return { trainees, seen: null };
  const numbers = new Set(seen.flatMap((dossier) => dossier.numbers));
  const then = pointInTime(person, moment, rules);
  const dossiers = then.dossiers.filter(({ number }) => numbers.has(number));
  const isWhole = then === person && dossiers.length === person.dossiers.length;
  const path = isWhole ? whole : pathOf({ ...then, dossiers }, moment.today, rules);
  const shown = reader.kinds.includes('authority') ? path : { ...path, cepPeriods: [], registrations: [] };
  return {
    trainees,
    seen: { path: shown, dossiers: dossiersOf(path, dossiers).map((then) => withNumbersOf(seen, then)) },
  };
}

/** With every number that it answers to now, those given after the moment included. */
function withNumbersOf(now: readonly PathDossier[], then: PathDossier): PathDossier {
  const same = now.filter(({ numbers }) => numbers.some((number) => then.numbers.includes(number)));
  return { ...then, numbers: [...new Set([...then.numbers, ...same.flatMap(({ numbers }) => numbers)])] };
}

/** Whether a reader sees a dossier of a path in this kind of answer. */
export type IsVisible = (reader: Partner, dossier: PathDossier, whole: TrainingPath) => boolean;

function isRead(reader: Partner, { assessed }: PathDossier, whole: TrainingPath): boolean {
  return sightOf(reader, assessed, whole) === 'full';
}

function pathOf(person: StoredPerson, today: string, rules: Rules): TrainingPath {
  const facts = new Map(person.trainees.map((row) => [row.trainee, row.facts]));
  const trainees = person.ids.map((trainee) => ({ trainee, facts: facts.get(trainee) ?? [] }));
  return describePath({ dossiers: person.dossiers, trainees, sessions: byReference(person.sessions), today, rules });
}

function byReference(stored: readonly DescribedSession[]): ReadonlyMap<string, DescribedSession> {
  const references = stored.flatMap((row) =>
    [row.reference, ...row.record.references].map((name) => [name, row] as const),
  );
  // A session reported under the reference itself goes before one that only names it.
  return new Map([...references, ...stored.map((row) => [row.reference, row] as const)]);
}

function dossiersOf(path: TrainingPath, rows: readonly StoredDossier[]): readonly PathDossier[] {
  const linked = rows.filter((row) => path.trainees.includes(row.trainee));
  return path.dossiers.map((assessed) => {
    const own = linked.filter((row) => answersIn(row, assessed));
    const { number, alsoKnownAs } = assessed;
    const announced = number === null ? [] : [number, ...alsoKnownAs];
    return { assessed, rows: own, numbers: [...new Set([...announced, ...own.map((row) => row.number)])] };
  });
}

/** The rows of those whom an answer joins; a verdict may also name persons that it keeps apart. */
export function joinedOnly(person: StoredPerson, ids: readonly string[]): StoredPerson {
  const isJoined = ({ trainee }: { readonly trainee: string }) => ids.includes(trainee);
  return { ...person, trainees: person.trainees.filter(isJoined), dossiers: person.dossiers.filter(isJoined) };
}

/** A row whose number is not yet announced in its facts is known by its references. */
function answersIn(row: StoredDossier, { number, alsoKnownAs, trainingRefs }: AssessedDossier): boolean {
  if (number === row.number || alsoKnownAs.includes(row.number)) return true;
  if (row.facts.some((fact) => fact.type === 'dossier-attributed')) return false;
  return row.facts.every((fact) =>
    namedReferences(fact.references).every((reference) => trainingRefs.includes(reference)),
  );
}
