import type { GivenBy } from './answers.ts';
import type { Words } from './words.ts';

export interface NamedField {
  /** In French. */
  readonly label: string;
  readonly event: string;
  /** Of a value that is one property of its event. */
  readonly property: string | null;
}

/** What a field is called: by the event that gives it; of a plan, which is one event, and of the slot of an appointment by the property that it is. */
export function namedField(words: Words, field: string, given: GivenBy | undefined): NamedField {
  if (given === undefined) return { label: field, event: '', property: null };
  const { type: event, property } = given;
  const isProperty = /^\/(plan|wholePath)\/|\/appointment\//.test(field) && property !== null;
  return { label: (isProperty ? words.property(event, property) : null) ?? words.event(event), event, property };
}
