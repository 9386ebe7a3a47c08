import type { Subject } from '@hub/contracts';
import type { EventDifference } from '@hub/platform';
import { type Cause, causes, type Explained } from './explain.ts';

/** Rows that differ for one reason, counted, with the first of them. */
export interface Explanation {
  readonly by: Cause;
  /** Which parts of the rules, which versions of the code, what is damaged. */
  readonly detail: string;
  readonly dossiers: number;
  readonly trainees: number;
  readonly sessions: number;
  readonly samples: readonly ExplainedRow[];
}

export interface ExplainedRow {
  readonly subject: Subject;
  readonly key: string;
  /** At most ten of each kind. */
  readonly events: EventDifference;
}

const samplesMax = 10;
const eventsMax = 10;
/** More reasons than that are told together. */
const reasonsMax = 50;

/** By cause and detail. */
export type Explanations = ReadonlyMap<string, Explanation>;

export const emptyExplanations: Explanations = new Map();

const counters = { dossier: 'dossiers', trainee: 'trainees', session: 'sessions' } as const;

export function addExplained(
  before: Explanations,
  { subject, key }: Pick<ExplainedRow, 'subject' | 'key'>,
  { by, detail, events }: Explained,
): Explanations {
  const name = `${by} ${detail}`;
  const told = before.has(name) || before.size < reasonsMax ? detail : 'other reasons';
  const known = before.get(`${by} ${told}`) ?? { by, detail: told, dossiers: 0, trainees: 0, sessions: 0, samples: [] };
  const sample: ExplainedRow = { subject, key, events: firstOf(events) };
  const samples = known.samples.length < samplesMax ? [...known.samples, sample] : known.samples;
  const counter = counters[subject];
  const added = { ...known, samples, [counter]: known[counter] + 1 };
  return new Map(before).set(`${by} ${told}`, added);
}

function firstOf({ onlyHere, onlyThere, changed }: EventDifference): EventDifference {
  const first = <T>(events: readonly T[]) => events.slice(0, eventsMax);
  return { onlyHere: first(onlyHere), onlyThere: first(onlyThere), changed: first(changed) };
}

/** What nothing explains first, then by how many dossiers it is of. */
export function explanationsOf(explanations: Explanations): readonly Explanation[] {
  const rank = ({ by }: Explanation) => causes.length - causes.indexOf(by);
  return [...explanations.values()].sort((a, b) => rank(a) - rank(b) || b.dossiers - a.dossiers);
}
