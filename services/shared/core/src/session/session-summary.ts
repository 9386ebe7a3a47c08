import { authorityContext } from '../dossier/authority.ts';
import { inOrder } from '../dossier/describe.ts';
import type { FactSet } from '../dossier/facts.ts';
import { sift } from '../dossier/live-facts.ts';
import type { Rules } from '../rules.ts';
import type { SessionDescription, SessionRecord } from './session-record.ts';

/** What of a session is found and decided on without its facts. */
export interface SessionSummary {
  /** Every reference that its facts name, those of a verdict included; sorted. */
  readonly references: readonly string[];
  readonly state: SessionRecord['state'];
  /** `YYYY-MM-DD`, as published. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly entryMode: SessionDescription['entryMode'];
  /** Properties that were not published (`session-incomplete`). */
  readonly missing: readonly string[];
  /** Systems with a live publication of it, sorted. */
  readonly publishers: readonly string[];
  /** A verdict names another session. */
  readonly identified: boolean;
  /** Appointment slots that were deleted, sorted. */
  readonly deletedSlots: readonly string[];
  readonly territory: string;
  /** The first Formacode, which names the main domain. */
  readonly domain: string | null;
  /** Financers as published, by their codes; sorted. */
  readonly financers: readonly string[];
}

/** `record`: described from `facts`. Like the record, a function of the facts and the rules alone. */
export function summariseSession(record: SessionRecord, facts: FactSet, rules: Rules): SessionSummary {
  const published = record.published?.value ?? null;
  const publishing = sift(inOrder(facts)).live.filter(({ type }) => type === 'session-published');
  return {
    references: sortedOnce(facts.flatMap(({ references }) => references)),
    state: record.state,
    startsOn: published?.start ?? null,
    endsOn: published?.end ?? null,
    entryMode: published?.entryMode ?? null,
    missing: record.missing,
    publishers: sortedOnce(publishing.map(({ source }) => source)),
    identified: record.identified.length > 0,
    deletedSlots: record.slots.filter(({ deleted }) => deleted !== null).map(({ slot }) => slot),
    territory: authorityContext(rules.authority, facts, [], []).territory,
    domain: published?.domain?.formacode?.[0] ?? null,
    financers: sortedOnce(published?.financerCodes ?? []),
  };
}

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
