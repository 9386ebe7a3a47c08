import type { FieldValue, Period } from '../fold/record.ts';

/** A session as told on `hub.offer` (DICTIONARY B). Plain JSON. */
export interface SessionRecord {
  /** Every session reference told with its facts, sorted. */
  readonly references: readonly string[];
  /** `unpublished`: only slots or interruptions are known. */
  readonly state: 'open' | 'closed' | 'cancelled' | 'archived' | 'suspended' | 'unpublished';
  readonly published: FieldValue<SessionDescription> | null;
  readonly withdrawn: FieldValue<string> | null;
  readonly plannedInterruptions: readonly FieldValue<Period>[];
  readonly slots: readonly RecruitmentSlot[];
  /** Verdicts that this session and another are one, or are not; the newest of a pair. */
  readonly identified: readonly SessionVerdict[];
  /** Mandatory or useful properties that were not told (`session-incomplete`). */
  readonly missing: readonly string[];
}

export interface SessionDescription {
  readonly title: string | null;
  readonly start: string | null;
  readonly end: string | null;
  /** No end is known or wanted. */
  readonly open: boolean;
  readonly entryMode: 'fixed-dates' | 'permanent' | null;
  readonly mandataireSiret: string | null;
  readonly dispensateurSiret: string | null;
  readonly place: Readonly<Record<string, string>> | null;
  readonly financerCodes: readonly string[];
  readonly certification: Readonly<Record<string, unknown>> | null;
  readonly placesTotal: number | null;
  readonly placesFinanced: number | null;
  readonly domain: Readonly<Record<string, unknown>> | null;
}

export interface RecruitmentSlot {
  readonly slot: string;
  readonly opened: FieldValue<{ readonly mode: string; readonly from: string; readonly to: string | null }> | null;
  readonly deleted: FieldValue<true> | null;
}

export interface SessionVerdict {
  readonly references: readonly [string, string];
  readonly verdict: 'same' | 'different';
  readonly source: string;
  readonly eventId: string;
  readonly recordedAt: string;
}
