import { authorityContext } from '../dossier/authority.ts';
import { inOrder } from '../dossier/describe.ts';
import { type FactSet, sortedOnce } from '../dossier/facts.ts';
import { sift } from '../dossier/live-facts.ts';
import { columnsOfSession, type SessionColumns } from '../dossier/session-anomalies.ts';
import type { Rules } from '../rules.ts';
import { meetingKeys } from './session-likeness.ts';
import type { SessionDescription, SessionRecord } from './session-record.ts';

/** What of a session is found and decided on without its facts. */
export interface SessionSummary extends SessionColumns {
  /** Every reference that its facts name, those of a verdict included; sorted. */
  readonly references: readonly string[];
  readonly state: SessionRecord['state'];
  readonly entryMode: SessionDescription['entryMode'];
  readonly territory: string;
  /** The first Formacode, which names the main domain. */
  readonly domain: string | null;
  /** Financers as published, by their codes; sorted. */
  readonly financers: readonly string[];
  /** SIRETs of financers as published; sorted. */
  readonly financerSirets: readonly string[];
  /** SIRETs of the training organisations as published; sorted. */
  readonly organisations: readonly string[];
  /** Which sessions it is the same as, or not. */
  readonly verdicts: SessionRecord['identified'];
  /** By what it is found that it may be the same as another (`meetingKeys`). */
  readonly meetingKeys: readonly string[];
}

/** `record`: described from `facts`. Like the record, a function of the facts and the rules alone. */
export function summariseSession(record: SessionRecord, facts: FactSet, rules: Rules): SessionSummary {
  const published = record.published?.value ?? null;
  const publishing = sift(inOrder(facts)).live.filter(({ type }) => type === 'session-published');
  return {
    ...columnsOfSession(record),
    references: sortedOnce(facts.flatMap(({ references }) => references)),
    state: record.state,
    entryMode: published?.entryMode ?? null,
    publishers: sortedOnce(publishing.map(({ source }) => source)),
    territory: authorityContext(rules.authority, facts).territory,
    domain: published?.domain?.formacode?.[0] ?? null,
    financers: sortedOnce(published?.financerCodes ?? []),
    financerSirets: sortedOnce(published?.financerSirets ?? []),
    organisations: organisationsOfSession(published),
    verdicts: record.identified,
    meetingKeys: published === null ? [] : meetingKeys(published),
  };
}

/** Who answers for it and who gives it: in some schemes the one records what happens, in others the others. */
export function organisationsOfSession(published: SessionDescription | null): readonly string[] {
  if (published === null) return [];
  const { dispensateurSirets, mandataireSiret } = published;
  return sortedOnce([...dispensateurSirets, ...(mandataireSiret === null ? [] : [mandataireSiret])]);
}
