import type { ErrorObject } from 'ajv/dist/2020.js';

/**
 * What is asked of one value, the most telling first: whoever gave a wrong type has no length to correct, and a text that
 * is no number at all is no text that is too long.
 */
const valueKeywords = [
  'type',
  'enum',
  'const',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'uniqueItems',
];

/**
 * Of what ajv found, what is told to whoever wrote it: one fault for one cause. Of a choice its branches are left out, and
 * of the faults of one value the most telling is told.
 */
export function tellingErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  // Distinct, for every item of a long list may break the same choice.
  const choices = [...new Set(errors.filter(isChoice).map((error) => `${error.schemaPath}/`))];
  // What a branch asks for is nothing to who is told of the choice: it would silence the choice itself.
  const ofNoBranch = errors.filter((error) => !choices.some((path) => error.schemaPath.startsWith(path)));
  const told = new Map<string, number>();
  for (const { instancePath, keyword } of ofNoBranch) {
    const rank = valueKeywords.indexOf(keyword);
    if (rank >= 0) told.set(instancePath, Math.min(rank, told.get(instancePath) ?? rank));
  }
  return ofNoBranch.filter(({ instancePath, keyword }) => isMostTelling(keyword, told.get(instancePath)));
}

function isChoice({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** `told`: the place of the most telling keyword of the same value. A value of the wrong type is asked nothing more. */
function isMostTelling(keyword: string, told: number | undefined): boolean {
  const rank = valueKeywords.indexOf(keyword);
  return rank < 0 ? told !== 0 : rank === told;
}
