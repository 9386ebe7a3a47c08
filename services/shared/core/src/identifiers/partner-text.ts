import { looksLikeMail, looksLikeNir } from './clear-text.ts';
import { isPlaceholder } from './placeholder.ts';

/** The closed alphabet of texts that partners choose: ids of events, attempts, tickets, agents, their own numbers. */
export const partnerTextAlphabet = '[A-Za-z0-9._:/@-]';
export const partnerTextLengthMax = 128;

const shape = new RegExp(`^${partnerTextAlphabet}{1,${partnerTextLengthMax}}$`);

export function hasPartnerTextShape(text: string): boolean {
  return shape.test(text);
}

/** What a text in clear holds of a person, by the rule that refuses it; null where nothing is seen. */
export function personalIn(text: string): 'nir-in-clear' | 'mail-in-clear' | null {
  if (looksLikeNir(text)) return 'nir-in-clear';
  return looksLikeMail(text) ? 'mail-in-clear' : null;
}

/** 13 or 15 characters in one piece, of a month 01–12, whatever stands around them. */
const couldBeNir = /(?<!\d)[123478]\d\d(?:0[1-9]|1[0-2])(?:\d\d|2[AB])\d{6}(?:\d\d)?(?!\d)/i;

/**
 * The same of the opaque id of whoever acts for a partner, which the trace keeps as it is: no clock gives agents their ids, so
 * that digits that may be an instant are no excuse here.
 */
export function personalInAgent(agent: string): 'nir-in-clear' | 'mail-in-clear' | null {
  return personalIn(agent) ?? (couldBeNir.test(agent.replaceAll(/[._:/-]/g, '')) ? 'nir-in-clear' : null);
}

export type PartnerNumber =
  /** `number`: as sent, without spaces around it; two partners may use the same one. */
  | { readonly ok: true; readonly number: string }
  | {
      readonly ok: false;
      readonly rule: 'characters-refused' | 'nir-in-clear' | 'mail-in-clear' | 'identifier-placeholder';
    };

/** Reads a partner's own number of a person. */
export function parsePartnerNumber(text: string): PartnerNumber {
  const number = text.trim();
  if (isPlaceholder(number)) return { ok: false, rule: 'identifier-placeholder' };
  if (!hasPartnerTextShape(number)) return { ok: false, rule: 'characters-refused' };
  const rule = personalIn(number);
  return rule === null ? { ok: true, number } : { ok: false, rule };
}
