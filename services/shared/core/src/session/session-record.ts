import type { LogDataMap } from '@hub/contracts';
import type { Anomaly, FieldValue, Period, TeachingMode } from '../dossier/record.ts';
import type { WrittenReferences } from '../dossier/written-references.ts';

/** A session as published on `hub.offer` (rules.md, Sessions). Plain JSON. */
export interface SessionRecord {
  /** Every session reference of its facts, sorted. */
  readonly references: readonly string[];
  /** How readers are shown these references, where not as they stand. */
  readonly writtenRefs?: WrittenReferences;
  /** `unpublished`: only slots or interruptions are known. */
  readonly state: 'open' | 'closed' | 'cancelled' | 'archived' | 'suspended' | 'unpublished';
  readonly published: FieldValue<SessionDescription> | null;
  readonly withdrawn: FieldValue<LogDataMap['session-withdrawn']['kind']> | null;
  readonly plannedInterruptions: readonly FieldValue<Period>[];
  readonly slots: readonly RecruitmentSlot[];
  /** Verdicts that this session and another are one, or are not; of each organisation the newest on a pair. */
  readonly identified: readonly SessionVerdict[];
  /** Mandatory or useful properties that were not reported (`session-incomplete`). */
  readonly missing: readonly string[];
  /** Of its own facts: what competes, what an id alone decided, what was reported under one id twice. */
  readonly anomalies: readonly Anomaly[];
}

type Published = LogDataMap['session-published'];

export interface SessionDescription {
  readonly title: string | null;
  readonly start: string | null;
  readonly end: string | null;
  /** No end is known or wanted. */
  readonly open: boolean;
  readonly entryMode: 'fixed-dates' | 'permanent' | null;
  readonly teachingMode: TeachingMode | null;
  readonly mandataireSiret: string | null;
  /** Every organisation that gives the training, sorted. */
  readonly dispensateurSirets: readonly string[];
  readonly place: Published['place'] | null;
  readonly financerCodes: readonly string[];
  readonly financerSirets: readonly string[];
  readonly certification: Published['certification'] | null;
  readonly placesTotal: number | null;
  readonly placesFinanced: number | null;
  readonly domain: Published['domain'] | null;
}

export interface RecruitmentSlot {
  readonly slot: string;
  readonly opened: FieldValue<{ readonly mode: string; readonly from: string; readonly to: string | null }> | null;
  readonly deleted: FieldValue<true> | null;
}

export interface SessionVerdict {
  readonly references: readonly [string, string];
  readonly verdict: 'same' | 'different';
  /** By hand: the hub's operators judged it; by rule: a system noted the other number. */
  readonly by: 'rule' | 'manual';
  readonly source: string;
  /** SIRET of whom it was reported for; absent where nobody knows. */
  readonly organisation?: string;
  readonly eventId: string;
  /** When its source last said so. */
  readonly recordedAt: string;
}
