import type { FieldValue } from './record.ts';

/** A value of a record that names its fact, with its place as a JSON Pointer. */
export interface DecidedField {
  readonly field: string;
  readonly value: FieldValue<unknown>;
}

/** Every such value of a record or of a part of it; what lies inside a value is part of it. */
export function* decidedFields(part: unknown, at = ''): Generator<DecidedField> {
  if (part === null || typeof part !== 'object') return;
  if (isFieldValue(part)) {
    yield { field: at, value: part };
    return;
  }
  for (const [name, inner] of Object.entries(part)) yield* decidedFields(inner, `${at}/${name}`);
}

function isFieldValue(part: object): part is FieldValue<unknown> {
  return 'eventId' in part && 'standing' in part && 'value' in part;
}
