import { looksLikeNir } from '@hub/core';
import { isCalendarDay, type PlacedEvent, parseStamp } from '@hub/platform';
import type { LheoPlace, Outcome, OutcomeRule } from './outcome.ts';
import { shown } from './read-fields.ts';
import { versionOf } from './session-version.ts';
import { cloudEvent } from './translate-formation.ts';

/**
 * One line of OFeli's export of interruptions, its own format (LHEO has no element for them): one JSON object a line.
 *
 *     {"registre":"07","session":"114782","numero":"INT-1","du":"2026-07-20","au":"2026-08-16","maj":"2026-05-04T09:30:00+02:00"}
 *
 * `registre` is the two digits of a CARIF, or `eos`. `numero` names the interruption for good: a line with the same
 * `registre`, `session` and `numero` and a later `maj` replaces the earlier one.
 */
export interface InterruptionLine {
  readonly registre: string;
  readonly session: string;
  readonly numero: string;
  readonly du: string;
  readonly au: string;
  readonly maj: string;
}

/** Only an interruption "supérieure à 15 jours" is entered for a session (Kairos guide 2021). */
const shortDaysMax = 15;

export type TranslatedInterruption =
  | { readonly event: PlacedEvent; readonly outcomes: readonly Outcome[] }
  | { readonly outcome: Outcome };

/** Translates a line to its event, or to the reason why it has none. `now`, and when the file was extracted, are epoch ms; `source` as `cloudEvent` takes it. */
export function translateInterruption(
  line: string,
  lineNumber: number,
  now: number,
  extractedAt: number | null = null,
  source?: string,
): TranslatedInterruption {
  const read = parseLine(line);
  const place: LheoPlace = { line: lineNumber, column: 1, path: `/interruptions[${lineNumber}]` };
  const refuse = (
    severity: Outcome['severity'],
    rule: OutcomeRule,
    detail: string,
    field: string | null = null,
  ): { outcome: Outcome } => ({
    outcome: {
      severity,
      rule,
      place,
      element: 'interruption',
      ...(read === null || looksLikeNir(read.session) ? {} : { numero: read.session }),
      field,
      detail,
    },
  });
  if (read === null) return refuse('refused', 'interruption-unreadable', '');
  const { registre, numero } = read;
  const session = read.session.toUpperCase();
  if (!/^(\d{2}|eos)$/.test(registre)) {
    return refuse('refused', 'registry-unknown', '« registre » a deux chiffres, ou vaut eos.', 'registre');
  }
  for (const [field, value] of [
    ['session', session],
    ['numero', numero],
  ] as const) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._/@-]{0,39}$/.test(value)) return refuse('refused', 'number-unusable', '', field);
    if (looksLikeNir(value)) return refuse('refused', 'number-like-nir', '', field);
  }
  for (const field of ['du', 'au'] as const) {
    if (!isCalendarDay(read[field])) return refuse('refused', 'date-invalid', '', field);
  }
  const modified = parseStamp(read.maj);
  if (modified === null) return refuse('refused', 'date-invalid', '', 'maj');
  if (modified.at > now) return refuse('refused', 'date-future', '', 'maj');
  const days = Math.round((Date.parse(read.au) - Date.parse(read.du)) / 86_400_000) + 1;
  if (days < 1) return refuse('refused', 'period-inverted', `${read.au} précède ${read.du}.`, 'au');
  const named = {
    reference: `session:${registre}:${session}`,
    ref: `interruption:${registre}:${session}:${numero}`,
    start: `${registre}-${session}-${numero}`,
    source,
  };
  const data = { from: read.du, to: read.au };
  const event = cloudEvent('session-interruption-planned', named, versionOf(modified, extractedAt), data);
  const unknown = Object.keys(read).filter((name) => !(names as readonly string[]).includes(name));
  const outcomes = unknown.map((name) => refuse('ignored', 'interruption-field-unknown', `${shown(name)}.`).outcome);
  // It is told all the same: it may be what is left of a longer one.
  if (days <= shortDaysMax) outcomes.push(refuse('doubtful', 'interruption-short', `${days} jours.`).outcome);
  return { event: { event, place, element: 'interruption', numero: read.session }, outcomes };
}

const names = ['registre', 'session', 'numero', 'du', 'au', 'maj'] as const;

function parseLine(line: string): InterruptionLine | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const fields = value as Record<string, unknown>;
    return names.every((name) => typeof fields[name] === 'string') ? (value as InterruptionLine) : null;
  } catch {
    return null;
  }
}
