import { refusals } from './generated/refusal-texts.ts';

export { placeholderWords } from './generated/refusal-texts.ts';

/** A rule that refuses: its code in problems, and its place in `schemas/rules.json` and on /v1/dictionary/rules. */
export type RefusalRule = keyof typeof refusals;

export const refusalRules = Object.keys(refusals) as readonly RefusalRule[];

export function isRefusalRule(rule: string): rule is RefusalRule {
  return Object.hasOwn(refusals, rule);
}

/**
 * What a problem says of a field that breaks this rule, in English: what the field is or lacks (to be read after its
 * pointer), what exactly (`particulars`, never anything that was reported), and what to do.
 */
export function refusalSentence(rule: RefusalRule, particulars?: string): string {
  const { detail, advice } = refusals[rule];
  return `${detail}${particulars === undefined ? '' : `: ${particulars}`}. ${advice}`;
}
