import { addDays } from '@hub/core';
import {
  chance,
  createRandom,
  hashOf,
  parisInstant,
  parisTime,
  referenceAt,
  type SimulatedSession,
  simulatedFunding,
  simulatedSession,
} from '@hub/simulation';
import { lheoDocument, lheoFormation, type OfferEntry } from './write-lheo.ts';

export interface OfferSimulation {
  readonly seed: string;
  /** `YYYY-MM-DD` in Europe/Paris; the two exports are made on the two mornings before it. */
  readonly today: string;
  /** The sessions of the lives simulator, or how many to invent. */
  readonly sessions: readonly SimulatedSession[] | number;
  /** Share of entries written carelessly (0 to 1, default 0). */
  readonly mess?: number;
}

/** What OFeli exports on one morning. */
export interface OfferExport {
  /** RFC 3339. */
  readonly exportedAt: string;
  /** LHEO 2.3, in pieces of one formation. */
  readonly lheo: () => Iterable<string>;
  /** OFeli's own lines on the interruptions of sessions (see InterruptionLine). */
  readonly interruptions: () => Iterable<string>;
  /** Sessions whose entry is new or changed since the export before, and those withdrawn. */
  readonly changed: readonly string[];
  readonly withdrawn: readonly string[];
}

export interface SimulatedOffers {
  readonly sessions: readonly SimulatedSession[];
  /** The whole catalogue, then the whole catalogue a day later: some sessions corrected, some withdrawn. */
  readonly exports: readonly [OfferExport, OfferExport];
}

/**
 * The offer of a fictitious CARIF (prefix 07): organisations, courses, sessions with fixed dates and permanent ones. A
 * session of EOS stands in it under a number of the CARIF's. The same options give the same bytes.
 */
export function simulateOffers(options: OfferSimulation): SimulatedOffers {
  const { seed, today } = options;
  const sessions =
    typeof options.sessions === 'number'
      ? Array.from({ length: options.sessions }, (_, index) =>
          simulatedSession({ seed, today }, index, simulatedFunding(seed, 'session', index)),
        )
      : options.sessions;
  const firstDay = addDays(today, -2);
  const first = sessions.map((session) => offerEntry(session, firstDay, options));
  const second = first.map((entry) => nextDay(entry, seed, addDays(today, -1)));
  return { sessions, exports: [offerExport(first, [], firstDay), offerExport(second, first, addDays(today, -1))] };
}

/** The number of a session in the CARIF's offer. */
export function carifNumber(session: SimulatedSession): string {
  return referenceAt('ofeli', session).slice('session:07:'.length);
}

function offerEntry(session: SimulatedSession, day: string, { seed, mess = 0 }: OfferSimulation): OfferEntry {
  const modifiedOn = session.publishedOn < day ? session.publishedOn : addDays(day, -1);
  const careless = chance(createRandom(seed, 'careless', session.index), mess);
  return { session, number: carifNumber(session), modifiedOn, ...(careless ? { careless } : {}) };
}

/** One session in twelve is corrected overnight (its end, its places), one in fifty withdrawn. */
function nextDay(entry: OfferEntry, seed: string, day: string): OfferEntry {
  const random = createRandom(seed, 'overnight', entry.session.index);
  const modifiedOn = addDays(day, -1);
  if (chance(random, 0.02)) return { ...entry, modifiedOn, state: chance(random, 0.5) ? 'ANNU' : 'ARCH' };
  if (!chance(random, 1 / 12)) return entry;
  const session = { ...entry.session, end: addDays(entry.session.end, 7), placesTotal: entry.session.placesTotal + 2 };
  return { ...entry, session, modifiedOn };
}

function offerExport(entries: readonly OfferEntry[], before: readonly OfferEntry[], day: string): OfferExport {
  const exportedAt = parisTime(parisInstant(day, 5 * 60));
  const changed = entries.filter((entry, place) => entry !== before[place]);
  const withdrawn = changed.filter(({ state }) => state !== undefined);
  return {
    exportedAt,
    lheo: () => lheoDocument(formations(entries), exportedAt),
    interruptions: () => interruptionLines(entries),
    changed: changed.map(({ number }) => `session:07:${number}`),
    withdrawn: withdrawn.map(({ number }) => `session:07:${number}`),
  };
}

function* formations(entries: readonly OfferEntry[]): Generator<string> {
  const groups = new Map<string, OfferEntry[]>();
  for (const entry of entries) {
    const { course, organisation } = entry.session;
    const key = `${course.title}|${organisation.dispensateurSiret}|${entry.careless === true}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const [key, group] of groups) yield lheoFormation(formationNumber(key), group);
}

export function formationNumber(key: string): string {
  return String(100_000 + (hashOf('formation', key) % 900_000));
}

function* interruptionLines(entries: readonly OfferEntry[]): Generator<string> {
  for (const { session, modifiedOn } of entries) {
    for (const [place, period] of session.interruptions.entries()) {
      const maj = parisTime(parisInstant(modifiedOn, 9 * 60));
      yield interruptionLine(session, `INT-${place + 1}`, period, maj);
    }
  }
}

/** A line of OFeli's export of interruptions; `maj` is RFC 3339. */
export function interruptionLine(
  session: SimulatedSession,
  numero: string,
  { from, to }: { readonly from: string; readonly to: string },
  maj: string,
): string {
  return `${JSON.stringify({ registre: '07', session: carifNumber(session), numero, du: from, au: to, maj })}\n`;
}
