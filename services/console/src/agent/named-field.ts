import type { GivenBy } from './answers.ts';
import type { Words } from './words.ts';

export interface NamedField {
  /** In French. */
  readonly label: string;
  readonly event: string;
  /** Of a value that is one property of its event. */
  readonly property: string | null;
}

/** What a field is called: by the event that gives it; of a plan, which is one event, by the property that it is. */
export function namedField(words: Words, field: string, given: GivenBy | undefined): NamedField {
  if (given === undefined) return { label: field, event: '', property: null };
  const { type: event, property } = given;
  const ofPlan = /^\/(plan|wholePath)\//.test(field) && property !== null ? words.property(event, property) : null;
  return { label: ofPlan ?? words.event(event), event, property };
}
