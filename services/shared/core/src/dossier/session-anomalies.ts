import { isSessionReference } from '../identifiers/training-reference.ts';
import type { AnomalyCode } from '../rules.ts';
import type { SessionDescription, SessionRecord } from '../session/session-record.ts';
import { type DossierRecord, endOf } from './record.ts';

/** Anomalies that depend on the session of a dossier: the dossier's own facts do not say whether they are there. */
export const sessionAnomalies = [
  'session-unresolved',
  'session-incomplete',
  'outside-session-dates',
  'transfer-after-cancellation',
  'recruitment-without-way-in',
  'slot-without-session',
  'transfer-unknown-slot',
] as const satisfies readonly AnomalyCode[];
export type SessionAnomaly = (typeof sessionAnomalies)[number];

/** What of a dossier decides which of them it may hold: columns of its row, or the same of its record. */
export interface DossierColumns {
  /** Session references reported. */
  readonly sessions: readonly string[];
  /** `YYYY-MM-DD` */
  readonly stays: readonly { readonly entered: string | null; readonly left: string | null }[];
  /** Something in it depends on more of its session than these columns: a day that only the session has, or a transfer. */
  readonly undated: boolean;
}

/** What of a session decides it: columns of its row, or the same of its record. */
export interface SessionColumns {
  /** Systems with a live publication of it, sorted; of a record, the one that is believed. */
  readonly publishers: readonly string[];
  readonly state: SessionRecord['state'];
  readonly entryMode: SessionDescription['entryMode'];
  /** `YYYY-MM-DD`, as published. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** Properties that were not published (`session-incomplete`). */
  readonly missing: readonly string[];
  /** Appointment slots that were deleted, sorted. */
  readonly deletedSlots: readonly string[];
  /** A verdict names another session. */
  readonly identified: boolean;
}

/**
 * The anomalies that this session may give this dossier on a day (null: on any), in the order in which they are found. `assess` looks for these and
 * no others; `session`: null where nothing was reported of it.
 */
export function possibleAnomalies(
  { sessions, stays, undated }: DossierColumns,
  session: SessionColumns | null,
  today: string | null,
): readonly SessionAnomaly[] {
  const possible: SessionAnomaly[] = [];
  if (session === null || session.publishers.length === 0) {
    // Slots or verdicts alone do not say what the session is.
    if (sessions.length > 0) possible.push('session-unresolved');
  } else {
    if (session.missing.length > 0) possible.push('session-incomplete');
    if (stays.some(({ entered, left }) => isOutside(entered, session) || isOutside(left, session)))
      possible.push('outside-session-dates');
    if (isRecruiting(session, today)) possible.push('recruitment-without-way-in');
  }
  if (session === null) return possible;
  if (session.deletedSlots.length > 0) possible.push('transfer-after-cancellation');
  if (session.state === 'unpublished') possible.push('slot-without-session');
  if (undated) possible.push('transfer-unknown-slot');
  return possible;
}

/** Open, and not begun; a permanent session recruits until it ends. Without a day: on any. */
function isRecruiting({ state, entryMode, startsOn, endsOn }: SessionColumns, today: string | null): boolean {
  if (state !== 'open' || today === null) return state === 'open';
  if (endsOn !== null && endsOn < today) return false;
  return entryMode === 'permanent' || startsOn === null || startsOn > today;
}

/** Whether a day is before the session or after it; a session without end has no day after it. */
export function isOutside(
  day: string | null,
  { startsOn, endsOn }: Pick<SessionColumns, 'startsOn' | 'endsOn'>,
): boolean {
  return day !== null && ((startsOn !== null && day < startsOn) || (endsOn !== null && day > endsOn));
}

/**
 * Whether the sessions stored may make a dossier hold one of these anomalies: never false where `assess` finds one. A
 * dossier of several sessions, or whose session several systems or verdicts speak of, always may: what such a session is
 * depends on more than its own row. `stored`: every session that one of the dossier's references names.
 */
export function maySessionSay(
  dossier: DossierColumns,
  stored: readonly SessionColumns[],
  codes: readonly AnomalyCode[],
  today: string | null = null,
): boolean {
  const [session = null] = stored;
  const speakers = stored.flatMap(({ publishers }) => publishers);
  const isPlain = stored.length < 2 && speakers.length < 2 && !stored.some(({ identified }) => identified);
  if (dossier.sessions.length > 1 || !isPlain) return sessionAnomalies.some((code) => codes.includes(code));
  return possibleAnomalies(dossier, session, today).some((code) => codes.includes(code));
}

/** Of a record, what its row says in columns. */
export function columnsOfDossier(record: DossierRecord): DossierColumns {
  const { trainingRefs, stays } = record;
  return {
    undated: asksSession(record),
    sessions: trainingRefs.filter(isSessionReference),
    stays: stays.map((stay) => ({ entered: stay.entry?.value ?? null, left: endOf(stay)?.value ?? null })),
  };
}

/** Some expectation has its day from the session, or an appointment was moved between slots that only the session knows. */
export function asksSession({ expectations, attempts }: Pick<DossierRecord, 'expectations' | 'attempts'>): boolean {
  return (
    expectations.some(({ dueBy }) => dueBy === null) ||
    attempts.some(({ appointment }) => appointment !== null && appointment.transfers.length > 0)
  );
}

/** Of a session's record, what its row says in columns. */
export function columnsOfSession({ state, published, missing, slots, identified }: SessionRecord): SessionColumns {
  return {
    state,
    entryMode: published?.value.entryMode ?? null,
    publishers: published === null ? [] : [published.source],
    startsOn: published?.value.start ?? null,
    endsOn: published?.value.end ?? null,
    missing,
    deletedSlots: slots.filter(({ deleted }) => deleted !== null).map(({ slot }) => slot),
    identified: identified.length > 0,
  };
}
