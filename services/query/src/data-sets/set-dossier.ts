import type { AssessedDossier, Rights, Rules, TrainingPath } from '@hub/core';
import { shownRecord } from '../person/shown-record.ts';
import type { SeenPerson } from '../reading/read-person.ts';
import { type PathDossier, pathThen } from '../reading/reader-path.ts';
import type { Reader } from '../reading/sight.ts';
import { seenThen } from '../reading/sight-then.ts';

/** A dossier as a data set shows it: as at the end of its week, and as its reader may see it. */
export interface SetDossier extends PathDossier {
  readonly shown: ReturnType<typeof shownRecord>;
  readonly path: TrainingPath;
  /** The first of its person: what is of the person stands by it. */
  readonly isFirst: boolean;
  /** Of the person. */
  readonly seesEmployment: boolean;
  /** SIRET. */
  readonly reader: string;
}

/** The end of a week, and by what is decided what is seen of it. */
export interface WeekEnd {
  /** Its last day, `YYYY-MM-DD`. */
  readonly day: string;
  /** RFC 3339: the midnight after it. */
  readonly over: string;
  readonly rights: Rights;
  readonly rules: Rules;
}

/**
 * The dossiers of a person that a reader sees today and saw at the end of a week, as `?asOf` with its last day and `?knownAt`
 * with the midnight after it show them. So a week that is made again has no line and no value that it had not before.
 */
export function setDossiers(person: SeenPerson, reader: Reader, week: WeekEnd): readonly SetDossier[] {
  const { day, over: knownAt, rights, rules } = week;
  const [asked] = person.sight.trainees;
  const seen = asked === undefined ? null : seenThen(person, asked, reader, { knownAt, day, rights, rules });
  if (seen === null) return [];
  const { path, dossiers } = pathThen(
    seen,
    { today: day, nowMs: Date.parse(knownAt), asOf: day, knownAt },
    reader,
    rules,
  );
  const first = Math.min(...dossiers.map(leastNumber));
  const seesEmployment = seen.sight.person.includes('employment');
  return dossiers.map((dossier) => ({
    ...dossier,
    shown: shownRecord(dossier),
    path,
    isFirst: leastNumber(dossier) === first,
    seesEmployment,
    reader: reader.siret,
  }));
}

function leastNumber({ rows }: PathDossier): number {
  return Math.min(...rows.map(({ number }) => number));
}

/** What became of the person after this training; null where the reader may not know. */
export function outcomeOf({ path, assessed, sight, seesEmployment }: SetDossier) {
  if (!seesEmployment && !sight.categories.includes('outcome')) return null;
  return path.employment.returns.find(({ dossier }) => dossier === assessed.number)?.points ?? null;
}

/** The last stay that was entered: that of the six points. */
export function lastStay({ shown }: SetDossier): AssessedDossier['stays'][number] | undefined {
  return (shown.stays ?? []).findLast(({ entry }) => entry !== null);
}
