/** What two descriptions of one person must agree on where both give it; a usual name changes with a marriage. */
export const identityFields = ['birthName', 'firstNames', 'birthDate', 'sex'] as const;
export type IdentityField = (typeof identityFields)[number];

/** An identity as sources report it. */
export type Identity = Readonly<Partial<Record<IdentityField, unknown>>>;

/** Letters that Unicode does not take apart into a letter and its mark. */
const letters: Readonly<Record<string, string>> = { Œ: 'OE', Æ: 'AE', Ø: 'O', Ł: 'L', Đ: 'D', Ð: 'D', Þ: 'TH' };
const letterShape = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');

/** Letters of a name that France Travail keeps. */
const nameLengthMax = 25;

/**
 * The form of each field in which identities are compared: two that mean the same have equal forms. A field without
 * anything to compare has none. Names are in capitals without accents, as France Travail writes them, and without what
 * separates their parts, for one source writes LE GOFF and another LEGOFF. Of the first names the first counts, for many
 * sources report no other. The door makes keyed digests of these forms, so a form that changes is a digest that differs.
 */
export function identityForms(identity: Identity): Readonly<Partial<Record<IdentityField, string>>> {
  const forms: Partial<Record<IdentityField, string>> = {};
  for (const field of identityFields) {
    const reported = identity[field];
    const form = typeof reported === 'string' ? formOf(field, reported) : '';
    if (form !== '') forms[field] = form;
  }
  return forms;
}

function formOf(field: IdentityField, reported: string): string {
  const capitals = reported.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  const plain = capitals.replaceAll(letterShape, (letter) => letters[letter] ?? '');
  const words = plain.replaceAll(/[^A-Z0-9]+/g, ' ').trim();
  return field === 'firstNames' ? (words.split(' ')[0] ?? '') : words.slice(0, nameLengthMax).replaceAll(' ', '');
}

/** Whether two identities agree, field by field; what either of them says is not part of it. */
export interface ComparedField {
  readonly field: IdentityField;
  readonly agrees: boolean;
}

/** The fields that both identities give. */
export function compareIdentities(one: Identity = {}, other: Identity = {}): readonly ComparedField[] {
  const [left, right] = [identityForms(one), identityForms(other)];
  return identityFields.flatMap((field) =>
    left[field] === undefined || right[field] === undefined ? [] : [{ field, agrees: left[field] === right[field] }],
  );
}
