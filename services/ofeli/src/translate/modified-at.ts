import type { LheoElement } from './lheo-element.ts';
import { isCalendarDay } from './lheo-values.ts';

/** When a source says that something changed: the last instant it can mean (epoch ms), and whether it named a day only. */
interface Stamp {
  readonly latest: number;
  readonly dayOnly: boolean;
}

/**
 * The instant that a session's facts were recorded at its source (epoch ms): the latest modification of the levels
 * that the facts come from (`horodatage-modification` of 2.3, else `datemaj`). A `datemaj` names a day only: the end of
 * that day, so that an export of a later day is newer than one made on the day itself; on that very day, the instant of
 * the export. Without any stamp: the instant of the export. Never after `now`.
 */
export function modifiedAt(
  levels: readonly (LheoElement | undefined)[],
  exportedAt: number,
  now: number,
): { readonly instant: number; readonly future: boolean } {
  let newest: Stamp | null = null;
  for (const level of levels) {
    const stamp = stampOf(level);
    if (stamp !== null && (newest === null || stamp.latest > newest.latest)) newest = stamp;
  }
  if (newest === null) return { instant: Math.min(exportedAt, now), future: false };
  const dayStart = newest.latest - dayMs + 1000;
  const madeThatDay = newest.dayOnly && exportedAt >= dayStart && exportedAt < newest.latest;
  const instant = madeThatDay ? exportedAt : newest.latest;
  return { instant: Math.min(instant, now), future: (newest.dayOnly ? dayStart : newest.latest) > now };
}

/** The instant of the export that a file names itself (`horodatage-export`, or `datemaj` of the root); null if none. */
export function exportInstant(formation: LheoElement, root: LheoElement | null): number | null {
  const exported = formation.attributes['horodatage-export'] ?? root?.attributes['horodatage-export'];
  return parseStamp(exported)?.latest ?? parseStamp(root?.attributes.datemaj)?.latest ?? null;
}

const dayMs = 86_400_000;

function stampOf(level: LheoElement | undefined): Stamp | null {
  return parseStamp(level?.attributes['horodatage-modification']) ?? parseStamp(level?.attributes.datemaj);
}

/** Reads `AAAAMMJJ`, `AAAA-MM-JJ`, and ISO 8601 date-times (without offset: Paris time). */
export function parseStamp(text: string | undefined): Stamp | null {
  if (text === undefined) return null;
  const known = stamps.get(text);
  if (known !== undefined) return known;
  const stamp = readStamp(text);
  if (stamps.size < stampsMax) stamps.set(text, stamp);
  return stamp;
}

/** Stamps already met: a national file repeats the same days, and the hour of Paris costs microseconds. */
const stamps = new Map<string, Stamp | null>();
const stampsMax = 20_000;

function readStamp(text: string): Stamp | null {
  const parts = text
    .trim()
    .match(/^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/);
  if (parts === null) return null;
  const [, year, month, date, hour, minute, second = '00', offset] = parts;
  const day = `${year}-${month}-${date}`;
  if (!isCalendarDay(day)) return null;
  if (hour === undefined) return { latest: parisInstant(`${day}T23:59:59`), dayOnly: true };
  const local = `${day}T${hour}:${minute}:${second}`;
  const latest = offset === undefined ? parisInstant(local) : Date.parse(local + withColon(offset));
  return Number.isNaN(latest) ? null : { latest, dayOnly: false };
}

function withColon(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}

const parisClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The instant of a local time in Paris, `YYYY-MM-DDTHH:MM:SS`; NaN for an impossible one. */
function parisInstant(local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const offset = Date.parse(`${parisClock.format(asUtc - 3_600_000).replace(' ', 'T')}Z`) - (asUtc - 3_600_000);
  return asUtc - offset;
}
