import type { Topic } from '@hub/contracts';
import { kindOf, type SliceProgress } from '@hub/platform';

/** How far one projection has read: next offset by partition. */
export interface LogState {
  readonly logEpoch: string;
  readonly offsets: readonly (readonly [topic: Topic, slice: number, nextOffset: number])[];
}

/** A place that the state shown must have passed. */
export interface Requirement {
  readonly logEpoch: string;
  readonly topic: Topic;
  readonly slice: number;
  /** Next offset of the partition must be at least this. */
  readonly nextOffset: number;
  /** The receipt that asks for it; null where a state does. */
  readonly receipt: string | null;
}

export type Met = 'met' | 'behind' | 'other-log';

/** Whether slices have passed every required place; `other-log`: a place belongs to a log that is no more. */
export function meets(progress: readonly SliceProgress[], requirements: readonly Requirement[]): Met {
  const bySlice = new Map(progress.map((slice) => [`${slice.kind} ${slice.slice}`, slice]));
  let met: Met = 'met';
  for (const { topic, slice, nextOffset, logEpoch } of requirements) {
    const found = bySlice.get(`${kindOf(topic)} ${slice}`);
    if (found === undefined || found.logEpoch !== logEpoch) return 'other-log';
    if ((found.offsets[topic] ?? 0) < nextOffset) met = 'behind';
  }
  return met;
}

/** The state of these slices, each named once or more, as `Hub-State` names it; null where there is none. */
export function stateOf(progress: readonly SliceProgress[]): LogState | null {
  const [first] = progress;
  if (first === undefined) return null;
  const slices = new Map(progress.map((each) => [`${each.kind} ${each.slice}`, each]));
  const offsets = [...slices.values()].flatMap(({ slice, offsets }) =>
    Object.entries(offsets).map(([topic, next]) => [topic as Topic, slice, next] as const),
  );
  return { logEpoch: first.logEpoch, offsets };
}
