import { isSiret, looksLikeNir } from '@hub/core';
import { descend, type LheoElement, outcomeAt, textOf } from './lheo-element.ts';
import { cleanText, parseLheoDate } from './lheo-values.ts';
import type { Outcome } from './outcome.ts';

/** Where the readers of fields report what they repaired, ignored or left out. */
export type Report = (outcome: Outcome) => void;

/** A text of the offer in one clean line of at most `lengthMax` characters; undefined where there is none. */
export function readLabel(
  element: LheoElement | undefined,
  field: string,
  lengthMax: number,
  report: Report,
): string | undefined {
  const value = textOf(element);
  if (element === undefined || value === undefined) return undefined;
  const { text, cleaned } = cleanText(value);
  if (text === '') {
    report(outcomeAt('refused', 'text-empty', element, '', field));
    return undefined;
  }
  if (looksLikeNir(text)) {
    report(outcomeAt('refused', 'number-like-nir', element, '', field));
    return undefined;
  }
  if (cleaned) report(outcomeAt('repaired', 'text-cleaned', element, '', field));
  if (text.length <= lengthMax) return text;
  report(outcomeAt('repaired', 'text-cut', element, `${text.length} caractères ramenés à ${lengthMax}.`, field));
  return text
    .slice(0, lengthMax)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/**
 * A SIRET: 14 digits with a right key and an establishment other than 00000. Blanks out; a stray 0 in front (15 digits)
 * and a lost one (13 digits) are mended where the result is right; all zeros means none.
 */
export function readSiret(element: LheoElement | undefined, field: string, report: Report): string | undefined {
  const value = textOf(element);
  if (element === undefined || value === undefined) return undefined;
  const digits = value.replace(/[\s.]/g, '');
  if (/^0+$/.test(digits)) {
    report(outcomeAt('ignored', 'siret-invalid', element, 'Des zéros seulement : lu comme une absence.', field));
    return undefined;
  }
  const siret = /^0\d{14}$/.test(digits) ? digits.slice(1) : /^\d{13}$/.test(digits) ? `0${digits}` : digits;
  if (!isSiret(siret) || siret.endsWith('00000')) {
    report(outcomeAt('refused', 'siret-invalid', element, `Lu : ${shown(value)}.`, field));
    return undefined;
  }
  if (siret !== value) report(outcomeAt('repaired', 'siret-repaired', element, `${shown(value)} lu ${siret}.`, field));
  return siret;
}

/** A date as a day: of a partial one the first or last day, by `edge`. */
export function readDay(
  element: LheoElement | undefined,
  field: string,
  edge: 'first' | 'last',
  report: Report,
): { readonly kind: 'day'; readonly day: string } | { readonly kind: 'unknown' | 'absent' | 'invalid' } {
  const value = textOf(element);
  if (element === undefined || value === undefined) return { kind: 'absent' };
  const date = parseLheoDate(value);
  if (date.kind === 'partial') {
    const day = edge === 'first' ? date.first : date.last;
    report(outcomeAt('repaired', 'date-partial', element, `${value} lu ${day}.`, field));
    return { kind: 'day', day };
  }
  if (date.kind !== 'invalid') return date;
  report(outcomeAt('refused', 'date-invalid', element, `Lu : ${shown(value)}.`, field));
  return { kind: 'invalid' };
}

/** The distinct codes that fit `shape`, at most `most`, in their order; `normal` brings a code to its usual form. */
export function readCodes(
  elements: readonly LheoElement[],
  options: { field: string; shape: RegExp; most: number; normal?: (code: string) => string },
  report: Report,
): string[] {
  const codes: string[] = [];
  for (const element of elements) {
    const value = textOf(element);
    if (value === undefined) continue;
    const code = options.normal?.(value) ?? value;
    if (!options.shape.test(code)) {
      report(outcomeAt('refused', 'code-invalid', element, `Lu : ${shown(value)}.`, options.field));
    } else if (!codes.includes(code)) {
      if (codes.length < options.most) codes.push(code);
      else report(outcomeAt('ignored', 'code-surplus', element, `${options.most} au plus.`, options.field));
    }
  }
  return codes;
}

/** A whole number of places from 0 to 99999. */
export function readPlaces(element: LheoElement | undefined, field: string, report: Report): number | undefined {
  const value = textOf(element);
  if (element === undefined || value === undefined) return undefined;
  if (/^\d{1,5}$/.test(value)) return Number(value);
  report(outcomeAt('refused', 'place-number-invalid', element, `Lu : ${shown(value)}.`, field));
  return undefined;
}

export interface TrainingPlace {
  readonly inseeCode?: string;
  readonly postalCode?: string;
  readonly label?: string;
}

/** Commune of a `lieu-de-formation`; undefined where nothing usable is given. */
export function readPlace(place: LheoElement | undefined, report: Report): TrainingPlace | undefined {
  const address = descend(place, 'coordonnees', 'adresse');
  const inseeCode = readCommune(descend(address, 'code-INSEE-commune'), 'place.inseeCode', report);
  const postalCode = readCommune(descend(address, 'codepostal'), 'place.postalCode', report);
  const label = readLabel(descend(address, 'ville'), 'place.label', 255, report);
  if (inseeCode === undefined && postalCode === undefined && label === undefined) return undefined;
  return {
    ...(inseeCode === undefined ? {} : { inseeCode }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(label === undefined ? {} : { label }),
  };
}

/** A lost leading zero is put back; 00000 means none; communes of department 20 (before 1976) are not 2A or 2B. */
function readCommune(
  element: LheoElement | undefined,
  field: 'place.inseeCode' | 'place.postalCode',
  report: Report,
): string | undefined {
  const value = textOf(element);
  if (element === undefined || value === undefined || /^0+$/.test(value)) return undefined;
  const compact = value.replace(/\s/g, '').toUpperCase();
  const code = /^\d{4}$/.test(compact) ? `0${compact}` : compact;
  const shape = field === 'place.inseeCode' ? /^(?!00|20)(\d{2}|2A|2B)\d{3}$/ : /^(?!00)\d{5}$/;
  if (!shape.test(code)) {
    report(outcomeAt('refused', 'commune-invalid', element, `Lu : ${shown(value)}.`, field));
    return undefined;
  }
  if (code !== value) report(outcomeAt('repaired', 'commune-repaired', element, `${shown(value)} lu ${code}.`, field));
  return code;
}

/** Ways to reach a person, which stand where a source has put them in the wrong element. */
const contact = /@|(?:\+33|\b0)\s*[1-9](?:[\s.-]*\d{2}){4}\b/;

/** A value of the source in a report: short, in one line, and never a NIR, a mail address or a phone number. */
export function shown(value: string): string {
  if (looksLikeNir(value) || contact.test(value)) return '(masqué)';
  const line = value.replace(/[\p{Cc}\s]+/gu, ' ');
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
