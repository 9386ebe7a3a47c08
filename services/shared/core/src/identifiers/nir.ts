import { isPlaceholder, isPlaceholderNir } from './placeholder.ts';
import { withoutSeparators } from './separators.ts';

/** Sex that the first character of a NIR stands for; provisional numbers (NIA) use 3, 4, 7 and 8. */
export type NirSex = 'male' | 'female';

/** A NIR or a NIA that fits its rules (docs: INSEE's structure of the NIR). */
export interface ParsedNir {
  readonly ok: true;
  /** 13 characters, upper case, no spaces, without key: the form that aliases are made of. */
  readonly nir13: string;
  readonly sex: NirSex;
  /** Two last digits of the year of birth. */
  readonly birthYear: number;
  /** 1–12; null where the civil registry did not know it (pseudo-months 20–42 and 50–99). */
  readonly birthMonth: number | null;
  /** True for 3, 4, 7 and 8: a number given while the identity is being certified. */
  readonly provisional: boolean;
  /** True where 15 characters were given, and so the key was checked. */
  readonly keyChecked: boolean;
}

/** The rule that a text broke; the text itself is never part of the answer. */
export type NirRule =
  | 'nir-shape'
  | 'nir-month'
  | 'nir-place'
  | 'nir-order'
  | 'nir-key'
  | 'nia-provisional'
  | 'identifier-placeholder';

export interface RefusedNir {
  readonly ok: false;
  readonly rule: NirRule;
}

const shape = /^[123478]\d{4}(?:\d\d|2[AB])\d{6}(?:\d\d)?$/;

/**
 * Reads a NIR of 13 or 15 characters; what separates its groups is ignored, letters may be lower case. Months follow the
 * State's own product for inclusion (les-emplois `validate_nir`): 01–12, 20–42 and 50–99; place and order "000" do not
 * exist. Fillers that have the shape of a NIR are nobody's.
 */
export function parseNir(text: string): ParsedNir | RefusedNir {
  const compact = withoutSeparators(text);
  if (!shape.test(compact)) return { ok: false, rule: isPlaceholder(text) ? 'identifier-placeholder' : 'nir-shape' };
  const nir13 = compact.slice(0, 13);
  const month = Number(nir13.slice(3, 5));
  const rule = impossibility(nir13, month);
  if (rule !== null) return { ok: false, rule };
  const keyChecked = compact.length === 15;
  if (keyChecked && nirKey(nir13) !== compact.slice(13)) return { ok: false, rule: 'nir-key' };
  const first = nir13.charAt(0);
  return {
    ok: true,
    nir13,
    sex: first === '1' || first === '3' || first === '7' ? 'male' : 'female',
    birthYear: Number(nir13.slice(1, 3)),
    birthMonth: month <= 12 ? month : null,
    provisional: first !== '1' && first !== '2',
    keyChecked,
  };
}

/** Why 13 characters of the shape of a NIR are nobody's; null where they may be somebody's. */
function impossibility(nir13: string, month: number): NirRule | null {
  if (month === 0 || (month > 12 && month < 20) || (month > 42 && month < 50)) return 'nir-month';
  if (!isBirthPlace(nir13.slice(5, 10))) return 'nir-place';
  if (nir13.endsWith('000')) return 'nir-order';
  return isPlaceholderNir(nir13) ? 'identifier-placeholder' : null;
}

/** Reads a NIA (numéro d'identification d'attente): a NIR whose first character is 3, 4, 7 or 8. */
export function parseNia(text: string): ParsedNir | RefusedNir {
  const parsed = parseNir(text);
  return parsed.ok && !parsed.provisional ? { ok: false, rule: 'nia-provisional' } : parsed;
}

/** The two digits of the key: 97 − (number mod 97), where Corsica's 2A counts as 19 and 2B as 18. */
export function nirKey(nir13: string): string {
  const digits = nir13.replace('2A', '19').replace('2B', '18');
  return String(97 - (Number(digits) % 97)).padStart(2, '0');
}

/** Five characters: department and commune, overseas department and commune, or 99 and country. 20 was Corsica until 1976. */
function isBirthPlace(place: string): boolean {
  const department = place.slice(0, 2);
  if (department === '00' || place.endsWith('000')) return false;
  if (department === '97') return place.charAt(2) >= '1' && place.charAt(2) <= '8';
  if (department === '98') return place.charAt(2) >= '6' && place.charAt(2) <= '8';
  return true;
}
