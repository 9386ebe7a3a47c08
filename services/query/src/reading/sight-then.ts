import {
  type Category,
  describeRow,
  describeSession,
  describeTrainee,
  descriptions,
  type Fact,
  type FactSet,
  type Rights,
  type Rules,
  type Sight,
  summariseSession,
  summariseTrainee,
} from '@hub/core';
import type { PersonColumns } from '@hub/platform';
import { knownUpTo } from './point-in-time.ts';
import type { SeenPerson } from './read-person.ts';
import { type PersonSight, personSight, type Reader, type SeenDossier } from './sight.ts';

/** A moment, and by what is decided what was seen then. */
interface Then {
  /** RFC 3339. */
  readonly knownAt: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly rights: Rights;
  readonly rules: Rules;
}

/**
 * What a reader sees of a person today, without what it did not see by the facts that the hub knew at a moment: what came
 * later opens nothing that was closed then. Null: nothing is left.
 */
export function seenThen(seen: SeenPerson, asked: string, reader: Reader, then: Then): SeenPerson | null {
  const columns = columnsThen(seen, then);
  const before = personSight(columns, asked, reader, then);
  if (before === null) return null;
  const dossiers = seen.sight.dossiers.flatMap((dossier) => narrower(dossier, before));
  if (dossiers.length === 0) return null;
  const numbers = new Set(dossiers.flatMap(({ rows }) => rows.map(({ number }) => number)));
  const person = seen.sight.person.filter((category) => before.person.includes(category));
  return {
    columns: seen.columns,
    sight: { ...seen.sight, dossiers, others: [], person },
    stored: { ...seen.stored, dossiers: seen.stored.dossiers.filter(({ number }) => numbers.has(number)) },
  };
}

function narrower(dossier: SeenDossier, before: PersonSight): readonly SeenDossier[] {
  const numbers = dossier.rows.map(({ number }) => number);
  const known = before.dossiers.find(({ rows }) => rows.some(({ number }) => numbers.includes(number)));
  return known === undefined ? [] : [{ ...dossier, sight: narrowerSight(dossier.sight, known.sight) }];
}

function narrowerSight(now: Sight, then: Sight): Sight {
  const isWiderNow = descriptions.indexOf(now.described) > descriptions.indexOf(then.described);
  const [narrow, wide] = isWiderNow ? [then, now] : [now, then];
  const both = (categories: readonly Category[]) =>
    categories.filter((category) => [...wide.categories, ...wide.own].includes(category));
  return { ...narrow, categories: both(narrow.categories), own: both(narrow.own) };
}

/** The columns as the facts of then make them; of rows without a later fact they are those of now. */
function columnsThen({ columns, stored }: SeenPerson, { knownAt: instant, rules }: Then): PersonColumns {
  const until = Date.parse(instant);
  const isLater = ({ receivedAt }: Fact) => Date.parse(receivedAt) > until;
  const later = <Row extends { readonly facts: FactSet }>(rows: readonly Row[]) =>
    rows.filter(({ facts }) => facts.some(isLater)).map((row) => ({ ...row, facts: knownUpTo(row.facts, instant) }));
  const dossiers = new Map(later(stored.dossiers).map((row) => [row.number, row]));
  const trainees = new Map(later(stored.trainees).map((row) => [row.trainee, row]));
  const sessions = new Map(later(stored.sessions).map((row) => [row.reference, row]));
  if (dossiers.size + trainees.size + sessions.size === 0) return columns;
  return {
    trainees: columns.trainees.map((row) => {
      const before = trainees.get(row.trainee);
      if (before === undefined) return row;
      const record = describeTrainee(before.facts, rules, row.trainee);
      return { ...row, evidence: summariseTrainee(record, before.facts, row.trainee).evidence };
    }),
    dossiers: columns.dossiers.map((row) => {
      const before = dossiers.get(row.number);
      return before === undefined ? row : { ...row, evidence: describeRow(before.facts, rules).summary.evidence };
    }),
    sessions: columns.sessions.map((row) => {
      const before = sessions.get(row.reference);
      if (before === undefined) return row;
      const { territory, financers, financerSirets } = summariseSession(
        describeSession(before.facts, rules),
        before.facts,
        rules,
      );
      return { ...row, evidence: { ...row.evidence, territory, financerCodes: financers, financerSirets } };
    }),
  };
}
