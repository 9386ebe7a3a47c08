import {
  asOf,
  compareFacts,
  describeSession,
  eventKinds,
  type Fact,
  type FactSet,
  knownAt,
  type Rules,
} from '@hub/core';
import type { KnownPerson } from './known-person.ts';

/** The moment that an answer is about (rules.md, Points in time). */
export interface Moment {
  /** `YYYY-MM-DD`, Europe/Paris: the day of the question, or `asOf`. */
  readonly today: string;
  /** Milliseconds since 1970: of the question, or the end of what it looks back to. */
  readonly nowMs: number;
  readonly asOf: string | null;
  /** RFC 3339. */
  readonly knownAt: string | null;
}

/** What was stored of a person at a moment: the facts of dossiers, trainees and sessions up to it. */
export function pointInTime(person: KnownPerson, moment: Moment, rules: Rules): KnownPerson {
  if (moment.asOf === null && moment.knownAt === null) return person;
  const dossiers = person.dossiers.map((row) => ({ ...row, facts: upTo(row.facts, moment) }));
  const trainees = person.trainees.map((row) => ({ ...row, facts: upTo(row.facts, moment) }));
  const sessions = person.sessions.map((row) => {
    const facts = upTo(row.facts, moment);
    return { ...row, facts, record: describeSession(facts, rules) };
  });
  return { ...person, dossiers: dossiers.filter(({ facts }) => facts.some(saysMore)), trainees, sessions };
}

/** What was known of these at an instant; links and restrictions stay those of now. */
export function knownUpTo(facts: FactSet, instant: string): FactSet {
  return upTo(facts, { knownAt: instant, asOf: null });
}

/** Links and restrictions stay those of now, as do the rules; a plan is known from the moment it was reported. */
function upTo(facts: FactSet, moment: Pick<Moment, 'knownAt' | 'asOf'>): FactSet {
  const known = moment.knownAt === null ? facts : knownAt(facts, moment.knownAt);
  const [ahead, dated] = [known.filter(isKnownAhead), known.filter((fact) => !isKnownAhead(fact))];
  const then = moment.asOf === null ? dated : asOf(dated, moment.asOf);
  const kept = new Set(then);
  const links = facts.filter((fact) => countsNow(fact) && !kept.has(fact));
  return [...then, ...ahead, ...links].sort(compareFacts);
}

function isKnownAhead({ type }: Fact): boolean {
  return eventKinds[type].isKnownAhead === true;
}

function countsNow({ type }: Fact): boolean {
  return eventKinds[type].countsNow === true;
}

/** A dossier of which only the number was known is no dossier. */
function saysMore(fact: Fact): boolean {
  return fact.type !== 'dossier-attributed' && !countsNow(fact) && fact.later !== true;
}
