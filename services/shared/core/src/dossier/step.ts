import type { Anomaly } from './record.ts';
import type { Decision } from './resolve.ts';

/** What a step of the fold answers: a value, and what was noticed and decided on the way to it. */
export interface Step<T> extends Noticed {
  readonly value: T;
}

export interface Noticed {
  readonly anomalies: readonly Anomaly[];
  /** In the order in which they were taken: `explain` tells them. */
  readonly decisions: readonly Decision[];
}

const none: readonly never[] = [];

export function step<T>(
  value: T,
  anomalies: readonly Anomaly[] = none,
  decisions: readonly Decision[] = none,
): Step<T> {
  return { value, anomalies, decisions };
}

/** A value with what these steps noticed on the way to it. */
export function after<T>(value: T, ...steps: readonly Noticed[]): Step<T> {
  return { value, ...noticedBy(steps) };
}

/** The values of steps by name, in order. */
export function gather<Steps extends Readonly<Record<string, Step<unknown>>>>(
  steps: Steps,
): Step<{ [Name in keyof Steps]: Steps[Name]['value'] }> {
  const values: Record<string, unknown> = {};
  for (const name in steps) values[name] = (steps[name] as Step<unknown>).value;
  return after(values as { [Name in keyof Steps]: Steps[Name]['value'] }, ...Object.values(steps));
}

export function gatherList<T>(steps: readonly Step<T>[]): Step<readonly T[]> {
  return { value: steps.map(({ value }) => value), ...noticedBy(steps) };
}

/** The last of several steps, with what the ones before it noticed. */
function noticedBy(steps: readonly Noticed[]): Noticed {
  let anomalies: readonly Anomaly[] = none;
  let decisions: readonly Decision[] = none;
  for (const noticed of steps) {
    anomalies = both(anomalies, noticed.anomalies);
    decisions = both(decisions, noticed.decisions);
  }
  return { anomalies, decisions };
}

function both<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}
