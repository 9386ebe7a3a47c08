import { isEventName, type RefusalRule } from '@hub/contracts';
import {
  type IdentifierRule,
  isCalendarDay,
  isRemovable,
  isSiret,
  looksLikeNir,
  parseDossierNumber,
  parseFranceTravailNumber,
  parseNia,
  parseNir,
  parsePartnerNumber,
  parseReference,
  personalIn,
} from '@hub/core';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/**
 * The formats of the dictionary. A format only accepts or refuses, so that the fast path stays fast; `refusedFormatRule`
 * reads a refused value once more and says why.
 */
const textFormats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isCalendarDay,
  'birth-date': isCalendarDay,
  nir: (text) => parseNir(text).ok,
  nia: (text) => parseNia(text).ok,
  siret: isSiret,
  'france-travail-number': (text) => parseFranceTravailNumber(text).ok,
  'partner-number': isPartnerNumber,
  'training-reference': (text) => parseReference(text).ok && personalIn(text) === null,
  'session-reference': (text) => namesSession(text) && personalIn(text) === null,
  'partner-string': (text) => personalIn(text) === null,
  'without-nir': (text) => !looksLikeNir(text),
  'event-name': (text) => isEventName(text) && isRemovable(text),
};

export function addFormats(ajv: Ajv2020): void {
  formats.default(ajv, { mode: 'fast', formats: ['email'] });
  for (const [name, validate] of Object.entries(textFormats)) ajv.addFormat(name, { type: 'string', validate });
  ajv.addFormat('date-time', { type: 'string', validate: isInstant });
  ajv.addFormat('dossier-number', { type: 'number', validate: (number) => parseDossierNumber(number) !== null });
}

const formatRules: Readonly<Record<string, RefusalRule>> = {
  date: 'date-impossible',
  'birth-date': 'date-impossible',
  'date-time': 'instant-impossible',
  siret: 'siret-key',
  'without-nir': 'nir-in-clear',
  'event-name': 'event-not-retractable',
  'dossier-number': 'dossier-number',
  email: 'email-shape',
};

type ParsedIdentifier = { readonly ok: true } | { readonly ok: false; readonly rule: IdentifierRule };

const identifierFormats: Readonly<Record<string, (text: string) => ParsedIdentifier>> = {
  nir: parseNir,
  nia: parseNia,
  'france-travail-number': parseFranceTravailNumber,
  'partner-number': parsePartnerNumber,
};

/** Its length and its characters are for the schema to say. */
function isPartnerNumber(text: string): boolean {
  const parsed = parsePartnerNumber(text);
  return parsed.ok || text === '' || parsed.rule === 'characters-refused';
}

/** The rule that a value broke which the format refused. */
export function refusedFormatRule(format: string, value: unknown): RefusalRule {
  const text = String(value);
  const parse = identifierFormats[format];
  if (parse !== undefined) return refusedIdentifierRule(parse(text));
  if (format === 'training-reference' || format === 'session-reference') return refusedReferenceRule(text);
  if (format === 'partner-string') return personalIn(text) ?? 'format-wrong';
  if (format === 'birth-date' && isOutOfLife(text)) return 'birth-date-impossible';
  if (format === 'event-name' && !isEventName(text)) return 'event-unknown';
  return formatRules[format] ?? 'format-wrong';
}

function refusedIdentifierRule(parsed: ParsedIdentifier): RefusalRule {
  return parsed.ok ? 'format-wrong' : parsed.rule;
}

function refusedReferenceRule(text: string): RefusalRule {
  return personalIn(text) ?? (parseReference(text).ok ? 'reference-kind' : 'reference-shape');
}

/** A day of a year in which nobody was born who is in training now, or will be. */
function isOutOfLife(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text) && !/^(?:19|20)/.test(text);
}

/** RFC 3339 with offset, on a day of the calendar. */
export function isInstant(value: unknown): value is string {
  const shape =
    /^([0-9-]{10})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
  return typeof value === 'string' && isCalendarDay(shape.exec(value)?.[1]);
}

function namesSession(text: string): boolean {
  const parsed = parseReference(text);
  return parsed.ok && parsed.kind === 'session';
}
