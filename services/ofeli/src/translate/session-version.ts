import { addDays, instantInParis, parisDay } from '@hub/core';
import { type ExtractDate, parseStamp, type Stamp } from '@hub/platform';
import { type LheoElement, outcomeAt, textOrNothing } from './lheo-element.ts';
import type { Outcome } from './outcome.ts';
import { shown } from './read-fields.ts';

/** Which state of a session an extract holds. */
export interface SessionVersion {
  /** Of two statements of one session, the greater is the newer; equal ones cannot be ordered. */
  readonly sequence: number;
  /** When the source recorded it, as far as it says so (epoch ms). */
  readonly recordedAt: number;
}

/** A modification told by a level of the session. */
interface Modification extends Stamp {
  readonly level: LheoElement;
}

/**
 * The version of a session: the latest modification of the levels that its facts come from (`horodatage-modification` of
 * 2.3, else `datemaj`), then the date of the extract; so an old extract that comes late is older, and a later one of which
 * no level changed its stamp is newer. Null where neither is known. A stamp that is impossible or lies in the future is
 * reported and does not count.
 */
export function sessionVersion(
  levels: readonly (LheoElement | undefined)[],
  extractedAt: number | null,
  now: number,
): { readonly version: SessionVersion | null; readonly outcomes: readonly Outcome[] } {
  const outcomes: Outcome[] = [];
  let newest: Modification | null = null;
  for (const level of levels) {
    const read = level === undefined ? null : readModification(level, now);
    if (read === null) continue;
    if ('rule' in read) outcomes.push(read);
    else if (newest === null || read.at > newest.at) newest = read;
  }
  if (newest !== null) return { version: versionOf(newest, extractedAt), outcomes };
  const version = extractedAt === null ? null : { sequence: sequenceOf(extractedAt, null), recordedAt: extractedAt };
  return { version, outcomes };
}

/** Stamps already met: a national file repeats the same days, and the hour of Paris costs microseconds. */
const stamps = new Map<string, Stamp | null>();
const stampsMax = 20_000;

function knownStamp(text: string | undefined): Stamp | null {
  if (text === undefined) return null;
  const known = stamps.get(text);
  if (known !== undefined) return known;
  const stamp = parseStamp(text);
  if (stamps.size < stampsMax) stamps.set(text, stamp);
  return stamp;
}

function readModification(level: LheoElement, now: number): Modification | Outcome | null {
  const { 'horodatage-modification': exact, datemaj: day } = level.attributes;
  const written = textOrNothing(exact) ?? textOrNothing(day);
  if (written === undefined || /^0+$/.test(written)) return null;
  const stamp = knownStamp(exact) ?? knownStamp(day);
  if (stamp === null) return outcomeAt('refused', 'stamp-invalid', level, `Lu : ${shown(written)}.`);
  if (stamp.at > now) return outcomeAt('refused', 'date-future', level, `Lu : ${shown(written)}.`);
  return { ...stamp, level };
}

/** The version of what was modified then, in an extract made then (epoch ms); null: nobody says when. */
export function versionOf({ at, dayOnly }: Stamp, extractedAt: number | null): SessionVersion {
  return { sequence: sequenceOf(at, extractedAt), recordedAt: dayOnly ? recordedOn(at, extractedAt) : at };
}

/** Of a day alone: its last second, or the extract that was made in it; the first where nothing says that it was over. */
function recordedOn(dayStart: number, extractedAt: number | null): number {
  if (extractedAt === null || extractedAt < dayStart) return dayStart;
  return Math.min(extractedAt, instantInParis(`${addDays(parisDay(dayStart), 1)}T00:00:00`) - 1000);
}

const minutesExact = 2 ** 20;

/**
 * One number that orders by modification first, by extract then, in the 53 bits of a statement's sequence: the second of
 * the modification (32 bits, until 2106) and how long after it the extract was made (21 bits: in minutes for two years,
 * in hours for 119 more).
 */
function sequenceOf(modifiedAt: number, extractedAt: number | null): number {
  const minutes = Math.max(0, Math.floor(((extractedAt ?? modifiedAt) - modifiedAt) / 60_000));
  const hours = Math.min(Math.floor((minutes - minutesExact) / 60), minutesExact - 1);
  const later = minutes < minutesExact ? minutes : minutesExact + hours;
  return Math.max(0, Math.floor(modifiedAt / 1000)) * 2 * minutesExact + later;
}

/** Stamps of an element that are none. */
export function impossibleStamps(element: LheoElement, names: readonly string[]): Outcome[] {
  return names.flatMap((name) => {
    const written = textOrNothing(element.attributes[name]);
    if (written === undefined || /^0+$/.test(written) || parseStamp(written) !== null) return [];
    return [outcomeAt('refused', 'stamp-invalid', element, `${name}, lu : ${shown(written)}.`)];
  });
}

/** When the formation was exported: as the operator said, else as it says itself, else as is known of its file. */
export function extractedAt(formation: LheoElement, dated: ExtractDate | null, now: number): number | null {
  const own = dated?.from === 'said' ? null : parseStamp(formation.attributes['horodatage-export']);
  return own !== null && own.at <= now ? own.at : (dated?.at ?? null);
}
