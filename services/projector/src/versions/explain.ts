import { isDeepStrictEqual } from 'node:util';
import type { Subject } from '@hub/contracts';
import { describeVersion, type FactSet, type Rules, recordHash, rulesHash } from '@hub/core';
import {
  decodeFacts,
  differingEvents,
  type EventDifference,
  type ParkedDifference,
  rowShape,
  type Version,
  type WholeRow,
} from '@hub/platform';
import { describeSubject } from '../fold/describe-subject.ts';

/**
 * Why two versions differ in a row. `event`: one parked what the other shows; `rules`, `code`: the same facts are described
 * otherwise; `unexplained`: rules, code and events are the same, so that one of the two is damaged.
 */
export const causes = ['rules', 'code', 'event', 'unexplained'] as const;
export type Cause = (typeof causes)[number];

export interface Explained {
  readonly by: Cause;
  /** Which parts of the rules, which versions of the code, what is damaged. */
  readonly detail: string;
  readonly events: EventDifference;
}

/** A version that is compared, with what explains its rows. */
export interface Side {
  readonly version: Version;
  readonly rules: Rules;
  /** What it parked, and the other did not: numbers of dossiers, and slices as `trainee 3`. */
  readonly parked: ReadonlySet<string>;
}

export type Sides = readonly [here: Side, there: Side];

/** One key as both versions have it; undefined: not at all. */
export interface RowPair {
  readonly subject: Subject;
  readonly key: string;
  readonly here: WholeRow | undefined;
  readonly there: WholeRow | undefined;
}

export function parkedKeys(parked: ParkedDifference['onlyHere']): ReadonlySet<string> {
  return new Set(
    parked.flatMap(({ topic, slice, dossier }) => {
      const place = `${topic === 'offer' ? 'offer' : 'trainee'} ${slice}`;
      return dossier === null ? [place] : [place, String(dossier)];
    }),
  );
}

const noEvents: EventDifference = { onlyHere: [], onlyThere: [], changed: [] };

/** Null where the two say the same after all: facts may be encoded otherwise and be the same. */
export function explain(sides: Sides, pair: RowPair): Explained | null {
  const [here, there] = [factsOf(pair.here), factsOf(pair.there)];
  if (here === 'unreadable' || there === 'unreadable') {
    const damaged = sides[here === 'unreadable' ? 0 : 1].version.version;
    return { by: 'unexplained', detail: `the facts of ${damaged} cannot be read`, events: noEvents };
  }
  const events = differingEvents(here, there);
  if (events.onlyHere.length + events.onlyThere.length + events.changed.length > 0) {
    return { ...explainEvents(sides, pair, events), events };
  }
  if (pair.here !== undefined && pair.there !== undefined && isDeepStrictEqual(pair.here.rest, pair.there.rest)) {
    return null;
  }
  return { ...explainDescription(sides, pair, here), events };
}

/** What may only be said of both by the hash of their records: one of the two has rows of another shape. */
export function explainByShape([here, there]: Sides): Explained {
  return { by: 'code', detail: `rows of shape ${here.version.shape} and ${there.version.shape}`, events: noEvents };
}

export function isComparable({ version }: Side): boolean {
  return version.shape === rowShape;
}

function factsOf(row: WholeRow | undefined): FactSet | 'unreadable' {
  if (row === undefined) return [];
  try {
    return decodeFacts(row.facts);
  } catch {
    return 'unreadable';
  }
}

function explainEvents(sides: Sides, pair: RowPair, events: EventDifference): Omit<Explained, 'events'> {
  const lacking = [
    ...(events.onlyThere.length > 0 ? [sides[0]] : []),
    ...(events.onlyHere.length > 0 ? [sides[1]] : []),
  ];
  if (events.changed.length === 0 && lacking.every((side) => hasParked(side, pair))) {
    return { by: 'event', detail: `parked in ${lacking.map(({ version }) => version.version).join(' and ')}` };
  }
  const code = codeDifference(sides);
  if (code !== null) return { by: 'code', detail: code };
  const lost = lacking.map(({ version }) => `${version.version} lacks events that it did not park`);
  return { by: 'unexplained', detail: lost[0] ?? 'the same events say something else' };
}

/** A dossier's number stands with what was parked of it; of persons and sessions the slice is all that is known. */
function hasParked({ parked }: Side, { subject, key, here, there }: RowPair): boolean {
  if (subject === 'dossier') return parked.has(key);
  return parked.has(`${subject === 'session' ? 'offer' : 'trainee'} ${(here ?? there)?.slice}`);
}

function explainDescription(sides: Sides, pair: RowPair, facts: FactSet): Omit<Explained, 'events'> {
  const { here, there } = pair;
  if (here === undefined || there === undefined) {
    const lacks = sides[here === undefined ? 0 : 1].version.version;
    return { by: 'unexplained', detail: `${lacks} lacks the row` };
  }
  const unsound = sides.find((side, index) => isUnsound(side, pair, facts, index === 0 ? here : there));
  if (unsound !== undefined) {
    return { by: 'unexplained', detail: `the record of ${unsound.version.version} is not what its facts give` };
  }
  const parts = partsOfRules(sides, pair, facts);
  if (parts.length > 0) return { by: 'rules', detail: parts.join(', ') };
  const code = codeDifference(sides);
  if (code !== null) return { by: 'code', detail: code };
  return { by: 'unexplained', detail: `columns differ: ${differingColumns(here, there).join(', ')}` };
}

/** Code of ours can be asked again; of another code the hash has to be believed. */
function isUnsound(side: Side, { subject, key }: RowPair, facts: FactSet, row: WholeRow): boolean {
  if (codeOf(side) !== describeVersion) return false;
  const described = describeAs(subject, key, facts, side.rules);
  return described === null || !recordHash(described.record).equals(row.hash);
}

/** The parts of the rules by which these facts are described otherwise; all that differ, where it takes several. */
function partsOfRules([here, there]: Sides, { subject, key }: RowPair, facts: FactSet): readonly (keyof Rules)[] {
  const differing = differingParts(here.rules, there.rules);
  if (differing.length === 0) return [];
  const asThere = describeAs(subject, key, facts, there.rules);
  const changes = (rules: Rules) => !isDeepStrictEqual(describeAs(subject, key, facts, rules), asThere);
  if (!changes(here.rules)) return [];
  const alone = differing.filter((part) => changes({ ...there.rules, [part]: here.rules[part] }));
  return alone.length > 0 ? alone : differing;
}

function differingParts(here: Rules, there: Rules): readonly (keyof Rules)[] {
  const parts = [...new Set([...Object.keys(here), ...Object.keys(there)])] as (keyof Rules)[];
  return parts.filter((part) => !isDeepStrictEqual(here[part], there[part])).sort();
}

/** Null where the rules break on these facts. */
function describeAs(subject: Subject, key: string, facts: FactSet, rules: Rules): { readonly record: object } | null {
  try {
    return describeSubject[subject](facts, rules, key);
  } catch {
    return null;
  }
}

/** Of the code that described the rows; null where its release did not say and it is not ours. */
function codeOf({ version, rules }: Side): number | null {
  return version.describeVersion ?? (rulesHash(rules) === version.rulesHash ? describeVersion : null);
}

/** Null where both were described by one code. */
function codeDifference(sides: Sides): string | null {
  const [here, there] = sides.map(codeOf);
  return here === there && here !== null ? null : `description ${here ?? 'unknown'} and ${there ?? 'unknown'}`;
}

function differingColumns({ rest: here }: WholeRow, { rest: there }: WholeRow): readonly string[] {
  return Object.keys({ ...here, ...there }).filter((name) => !isDeepStrictEqual(here[name], there[name]));
}
