import type { Fact, FactSet } from '../facts.ts';
import { authorityContext } from '../fold/authority.ts';
import { inOrder } from '../fold/describe.ts';
import { periods } from '../fold/describe-stay.ts';
import { onlyValue } from '../fold/lists.ts';
import { sift } from '../fold/sift.ts';
import { type Fold, groupBy, refOf } from '../fold/slots.ts';
import { compareFacts, compareRecordings, compareText } from '../fold/union.ts';
import type { Rules } from '../rules.ts';
import type { RecruitmentSlot, SessionDescription, SessionRecord, SessionVerdict } from './record.ts';

const withoutRules: Rules = {
  authority: { territories: {}, rows: [] },
  anomalies: {},
  expectations: {},
  dayCount: 'calendar',
  interruptionDaysMax: 15,
  employmentMonths: 24,
  contractClasses: { cdi: [], cdd: [], interim: [] },
  factsMax: Number.MAX_SAFE_INTEGER,
};

/**
 * The record of a session from its facts on `hub.offer`, by the same statements, corrections and precedence as
 * a dossier's (DICTIONARY E.4, E.5). Without `rules` every source counts the same; who declares it depends on the `funding`
 * of the dossier that it is read for.
 */
export function describeSession(
  facts: FactSet,
  rules: Rules = withoutRules,
  funding: string | null = null,
): SessionRecord {
  const { live, facts: stored } = sift(inOrder(facts));
  const byType = groupBy(live, (fact) => fact.type);
  const fold: Fold = {
    rules,
    authority: { ...authorityContext(rules.authority, live, [], []), funding },
    echoes: new Map(),
    anomalies: [],
    choices: null,
  };
  const closing = () => null;
  const published = onlyValue(fold, byType.get('session-published'), closing, description);
  const withdrawn = onlyValue(fold, byType.get('session-withdrawn'), closing, (fact) => String(fact.data.kind));
  return {
    references: referencesOf(stored),
    state: stateOf(published, withdrawn, live),
    published,
    withdrawn,
    plannedInterruptions: periods(fold, byType.get('session-interruption-planned'), null),
    slots: slotsOf(fold, byType.get('recruitment-opened') ?? [], byType.get('slot-deleted') ?? []),
    identified: verdictsOf(byType.get('session-identified') ?? []),
    missing: published === null ? [] : missingOf(published.value),
  };
}

function description({ data }: Fact): SessionDescription {
  return {
    title: textOf(data.title),
    start: textOf(data.start),
    end: textOf(data.end),
    open: data.open === true,
    entryMode: data.entryMode === 'permanent' || data.entryMode === 'fixed-dates' ? data.entryMode : null,
    mandataireSiret: textOf(data.mandataireSiret),
    dispensateurSiret: textOf(data.dispensateurSiret),
    place: (data.place as SessionDescription['place'] | undefined) ?? null,
    financerCodes: Array.isArray(data.financerCodes) ? data.financerCodes.map(String) : [],
    certification: (data.certification as SessionDescription['certification'] | undefined) ?? null,
    placesTotal: numberOf(data.placesTotal),
    placesFinanced: numberOf(data.placesFinanced),
    domain: (data.domain as SessionDescription['domain'] | undefined) ?? null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** References of the session itself; a verdict that joins it to another names both. */
function referencesOf(facts: FactSet): string[] {
  const told = facts.filter((fact) => fact.type !== 'session-identified' && !isOfVerdict(fact));
  return [...new Set(told.flatMap((fact) => fact.references))].sort();
}

function isOfVerdict({ type, data }: Fact): boolean {
  return type === 'fact-retracted' && (data.target as { type?: string } | undefined)?.type === 'session-identified';
}

/** A withdrawal holds until the session is told again (R102). */
function stateOf(
  published: SessionRecord['published'],
  withdrawn: SessionRecord['withdrawn'],
  live: readonly Fact[],
): SessionRecord['state'] {
  if (withdrawn !== null && (published === null || published.recordedAt <= withdrawn.recordedAt)) {
    return withdrawn.value as 'cancelled' | 'archived' | 'suspended';
  }
  if (published === null) return 'unpublished';
  const told = live.find((fact) => fact.source === published.source && fact.id === published.eventId)?.data.state;
  return told === 'closed' || told === 'suspended' ? told : 'open';
}

function slotsOf(fold: Fold, opened: readonly Fact[], deleted: readonly Fact[]): RecruitmentSlot[] {
  const bySlot = groupBy([...opened, ...deleted].sort(compareFacts), (fact) => String(fact.data.slot));
  const slots = [...bySlot.keys()].sort(compareText);
  return slots.map((slot) => {
    const byType = groupBy(bySlot.get(slot) ?? [], (fact) => fact.type);
    return {
      slot,
      opened: onlyValue(
        fold,
        byType.get('recruitment-opened'),
        () => null,
        ({ data, effectiveDate }) => ({
          mode: String(data.mode),
          from: textOf(data.from) ?? effectiveDate ?? '',
          to: textOf(data.to),
        }),
      ),
      deleted: onlyValue(
        fold,
        byType.get('slot-deleted'),
        () => null,
        () => true as const,
      ),
    };
  });
}

/** The newest verdict of each pair of references. */
function verdictsOf(facts: readonly Fact[]): SessionVerdict[] {
  const byPair = new Map<string, Fact>();
  for (const fact of facts.toSorted(compareRecordings)) {
    byPair.set(pairOf(fact).join(' '), fact);
  }
  return [...byPair.keys()].sort().map((pair) => {
    const fact = byPair.get(pair) as Fact;
    const verdict = fact.data.verdict === 'same' ? 'same' : 'different';
    return { references: pairOf(fact), verdict, ...refOf(fact), recordedAt: fact.recordedAt };
  });
}

function pairOf(fact: Fact): [string, string] {
  const [a = '', b = ''] = fact.references.toSorted(compareText);
  return [a, b];
}

function missingOf(session: SessionDescription): string[] {
  const missing: string[] = [];
  if (session.title === null) missing.push('title');
  if (session.entryMode === null) missing.push('entryMode');
  if (session.mandataireSiret === null) missing.push('mandataireSiret');
  if (session.start === null && session.entryMode === 'fixed-dates') missing.push('start');
  if (session.end === null && !session.open) missing.push('end');
  if (session.dispensateurSiret === null) missing.push('dispensateurSiret');
  if (session.place?.inseeCode === undefined) missing.push('place.inseeCode');
  if (session.financerCodes.length === 0) missing.push('financerCodes');
  if (session.placesTotal === null) missing.push('placesTotal');
  return missing;
}
