import { type Html, html } from '@hub/platform';
import { monthName } from '../frame/month-names.ts';
import { count, day } from '../frame/parts.ts';
import type { NamedField } from './named-field.ts';
import type { Words } from './words.ts';

/** Amounts are told in cents and shown in euros. */
const inCents = ' (centimes d’euro)';
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });

/** What a value is of: the event that gives it, and the system that reported it. */
interface Of {
  readonly event: string;
  readonly source: string;
}

/** A value as a person reads it: days, codes by their label, amounts in euros, several parts one under the other. */
export function shownValue(
  words: Words,
  { event, property }: NamedField,
  value: unknown,
  source: string,
): Html | string {
  const of = { event, source };
  if (value === null || typeof value !== 'object') return plain(words, of, property ?? '', value);
  if ('from' in value && 'to' in value && Object.keys(value).length === 2) return period(value as Period);
  // What the dictionary does not name is a key of the hub's own.
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const title = words.property(event, name);
    const isSaid = title !== null && part !== null && part !== '' && !isEmptyList(part);
    return isSaid ? [html`<li>${title.replace(inCents, '')} : ${listed(words, of, name, part)}</li>`] : [];
  });
  return parts.length === 0 ? '–' : html`<ul class="plain">${parts}</ul>`;
}

interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** Of days, or of appointment slots. */
function period({ from, to }: Period): string {
  return to === null ? `depuis le ${dayOrText(from)}` : `${dayOrText(from)} – ${dayOrText(to)}`;
}

function dayOrText(text: string): string {
  if (/^\d{4}-\d{2}$/.test(text)) return monthName(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
}

function isEmptyList(part: unknown): boolean {
  return Array.isArray(part) && part.length === 0;
}

function listed(words: Words, of: Of, name: string, part: unknown): string {
  if (Array.isArray(part)) return part.map((each) => listed(words, of, name, each)).join(', ');
  if (part === null || typeof part !== 'object') return plain(words, of, name, part);
  const inner = Object.entries(part).filter(([, each]) => each !== null);
  return inner.map(([key, each]) => listed(words, of, `${name}.${key}`, each)).join(' ');
}

function plain(words: Words, { event, source }: Of, property: string, value: unknown): string {
  if (value === true) return 'Oui';
  if (value === false) return 'Non';
  if (typeof value === 'number') return property.endsWith('amount') ? euros.format(value / 100) : count(value);
  if (typeof value !== 'string') return '–';
  // A word that the dictionary does not know is its source's own; of what is a number nobody takes it for one.
  if (words.isOwnWord(event, property) && /^[a-z]+([._-][a-z]+)*$/i.test(value))
    return `«\u00a0${value}\u00a0», mot de la source ${words.source(source)}`;
  return words.valueOf(event, property, dayOrText(value));
}
