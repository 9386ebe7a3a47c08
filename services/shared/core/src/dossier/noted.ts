import type { Decision } from './decisions.ts';
import type { Anomaly } from './record.ts';

/** What a step of the fold answers: a value, and what was noticed and decided on the way to it. */
export interface Noted<T> extends Noticed {
  readonly value: T;
}

export interface Noticed {
  readonly anomalies: readonly Anomaly[];
  /** In the order in which they were taken: `explain` shows them. */
  readonly decisions: readonly Decision[];
}

const none: readonly never[] = [];

export function noted<T>(
  value: T,
  anomalies: readonly Anomaly[] = none,
  decisions: readonly Decision[] = none,
): Noted<T> {
  return { value, anomalies, decisions };
}

/** A value with what these steps noticed on the way to it. */
export function after<T>(value: T, ...steps: readonly Noticed[]): Noted<T> {
  return noted(value, joined(steps, anomaliesOf), joined(steps, decisionsOf));
}

/** The values of steps by name, in order. */
export function gather<Steps extends Readonly<Record<string, Noted<unknown>>>>(
  steps: Steps,
): Noted<{ [Name in keyof Steps]: Steps[Name]['value'] }> {
  const values: Record<string, unknown> = {};
  const all: Noticed[] = [];
  for (const name in steps) {
    const each = steps[name] as Noted<unknown>;
    values[name] = each.value;
    all.push(each);
  }
  return after(values as { [Name in keyof Steps]: Steps[Name]['value'] }, ...all);
}

export function gatherList<T>(steps: readonly Noted<T>[]): Noted<readonly T[]> {
  return after(
    steps.map(({ value }) => value),
    ...steps,
  );
}

function anomaliesOf({ anomalies }: Noticed): readonly Anomaly[] {
  return anomalies;
}

function decisionsOf({ decisions }: Noticed): readonly Decision[] {
  return decisions;
}

/** One list of all; the list itself where only one step has any, so that most steps copy nothing. */
function joined<T>(steps: readonly Noticed[], listOf: (step: Noticed) => readonly T[]): readonly T[] {
  let only: readonly T[] = none;
  let all: T[] | null = null;
  for (const each of steps) {
    const list = listOf(each);
    if (list.length === 0) continue;
    if (all !== null) all.push(...list);
    else if (only.length === 0) only = list;
    else all = [...only, ...list];
  }
  return all ?? only;
}
