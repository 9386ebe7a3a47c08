import type { SealedCategory } from '@hub/contracts';
import type { Fact, FactSet, OwnedFacts } from '../facts.ts';
import type { Rules } from '../rules.ts';
import { noteFacts, noteStays } from './anomalies.ts';
import { attemptTypes, compareDays, walkAttempts } from './attempts.ts';
import { authorityContext } from './authority.ts';
import { describeAttempt } from './describe-attempt.ts';
import { describeStay } from './describe-stay.ts';
import { expectationsOf } from './expectations.ts';
import { type ByType, listsOf } from './lists.ts';
import type { DossierRecord, FactRef, Stay } from './record.ts';
import { echoesByOrigin, type Sifted, sift, withdrawnFacts } from './sift.ts';
import { type Fold, groupBy, newestOfSources, refOf, type SlotChoice } from './slots.ts';
import { statusOf, withExpectedStay } from './status.ts';
import { closingBefore, walkStays } from './stays.ts';
import { compareFacts, compareText, factSet, unionOfTrainees } from './union.ts';

/**
 * The record of a dossier: a pure function of its facts and the rules, whatever order and repeats they came in
 * (DESIGN 3). `facts` sorted by (source, id, digest), as `union` and `factSet` give them.
 */
export function describe(facts: FactSet, rules: Rules): DossierRecord {
  return fold(sift(inOrder(facts)), rules, null).record;
}

/** The one record of dossiers that answer as one: linked trainees, one session told under two references (DESIGN 4). */
export function describeJoined(dossiers: readonly OwnedFacts[], rules: Rules): DossierRecord {
  return fold(siftJoined(dossiers), rules, null).record;
}

/** For each slot with a choice or a confirmation: which rule chose which fact over which others. */
export function explain(dossiers: readonly OwnedFacts[], rules: Rules): readonly SlotChoice[] {
  return fold(siftJoined(dossiers), rules, []).choices;
}

/** Removals of a withdrawn dossier reach its own facts only, so they are read before the sets are joined. */
export function siftJoined(dossiers: readonly OwnedFacts[]): Sifted {
  const [only] = dossiers;
  if (dossiers.length === 1 && only !== undefined) return sift(inOrder(only.facts));
  return sift(unionOfTrainees(dossiers), withdrawnFacts(dossiers.map(({ facts }) => facts)));
}

/** As `union` and `factSet` give them. */
export function inOrder(facts: FactSet): FactSet {
  for (let i = 1; i < facts.length; i += 1) {
    if (compareFacts(facts[i - 1] as Fact, facts[i] as Fact) >= 0) return factSet(facts);
  }
  return facts;
}

function fold(
  sifted: Sifted,
  rules: Rules,
  choices: SlotChoice[] | null,
): { record: DossierRecord; choices: readonly SlotChoice[] } {
  const byType = groupBy(sifted.live, (fact) => fact.type);
  const positioned = (byType.get('candidate-positioned') ?? []).toSorted(compareDays);
  const engaged = byType.get('financing-engaged') ?? [];
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const { positioning, walking, ends, inStays } = sortForWalks(sifted.live);
  const entry = ends.find(({ type }) => type === 'entry-attested');
  const authority = authorityContext(rules.authority, sifted.live, positioned, engaged, entry);
  const context: Fold = { rules, authority, echoes: byOrigin, anomalies: [], choices };
  const stayGroups = walkStays(authority, { walking, others: inStays });
  const attemptGroups = walkAttempts(positioning, ends);
  const attempts = attemptGroups.map((group) =>
    describeAttempt(context, group, closingBefore(stayGroups, group.openedOn)),
  );
  const lastEntered = stayGroups.findLast(({ entries: told }) => told.length > 0);
  const stays = stayGroups.map((group) =>
    describeStay(context, group, lastEntered === undefined || group.openedOn >= lastEntered.openedOn),
  );
  const lists = listsOf(context, byType, stayGroups);
  const decided = statusOf(sifted, attempts, stays, lists.plan, awaiting);
  noteFacts(context, sifted, awaiting);
  noteStays(context, { ...lists, stayGroups, stays, attempts });
  const shown = withExpectedStay(stays, decided, lists.plan);
  const { number, alsoKnownAs, trainingRefs, partnerRefs } = namesOf(sifted);
  // Numbers left out: how many were given depends on who came first (DICTIONARY E.1), what is known of a person does not.
  const factCount = sifted.facts.length - sifted.acts.filter(({ type }) => type === 'dossier-attributed').length;
  const record: DossierRecord = {
    // First, and the only one: a spread anywhere else costs a tenth of the whole function.
    ...lists,
    number,
    alsoKnownAs,
    trainingRefs,
    partnerRefs,
    status: decided.status,
    statusSince: decided.since,
    funding: authority.funding,
    territory: authority.territory,
    attempts,
    stays: shown,
    anomalies: sortedAnomalies(context),
    expectations: expectationsOf(
      { ...lists, attempts, stays: shown, funding: authority.funding, territory: authority.territory },
      rules,
    ),
    sealed: sealedFacts(byType, stays),
    factCount,
    overfull: factCount > rules.factsMax,
  };
  return { record, choices: choices ?? [] };
}

function sortForWalks(live: readonly Fact[]): {
  positioning: Fact[];
  walking: Fact[];
  ends: Fact[];
  inStays: Fact[];
} {
  const positioning: Fact[] = [];
  const walking: Fact[] = [];
  const ends: Fact[] = [];
  const inStays: Fact[] = [];
  for (const fact of live) {
    if (attemptTypes.has(fact.type)) positioning.push(fact);
    else if (ofStays.has(fact.type)) {
      const isWhole = fact.data.module === undefined;
      (isWhole && walkingTypes.has(fact.type) ? walking : inStays).push(fact);
      if (isWhole && (fact.type === 'entry-attested' || fact.type === 'absent-at-entry')) ends.push(fact);
    }
  }
  for (const facts of [positioning, walking, ends, inStays]) if (facts.length > 1) facts.sort(compareDays);
  return { positioning, walking, ends, inStays };
}

const walkingTypes: ReadonlySet<string> = new Set(['entry-attested', 'exit-declared', 'abandonment-declared']);

const ofStays: ReadonlySet<string> = new Set([
  ...walkingTypes,
  'absent-at-entry',
  'resumption-attested',
  'interruption-observed',
  'path-suspended',
  'absence-declared',
  'attendance-reported',
  'hours-realised',
  'assessment-recorded',
]);

/** Of joined numbers the first announced is `number` (DICTIONARY E.1); a received time decides no other field. */
function namesOf(sifted: Sifted): Pick<DossierRecord, 'number' | 'alsoKnownAs' | 'trainingRefs' | 'partnerRefs'> {
  const announced = sifted.acts
    .filter((fact) => fact.type === 'dossier-attributed')
    .sort((a, b) => compareText(a.receivedAt, b.receivedAt) || Number(a.data.number) - Number(b.data.number));
  const [number, ...others] = [...new Set(announced.map((fact) => Number(fact.data.number)))];
  const references = new Set<string>();
  for (const fact of sifted.facts) for (const reference of fact.references) references.add(reference);
  const trainingRefs = [...references].sort();
  const partnerRefs = trainingRefs.filter((reference) => reference.startsWith('file:'));
  return { number: number ?? null, alsoKnownAs: others, trainingRefs, partnerRefs };
}

/** Sealed blocks in force: the situation's, and the reasons of every exit and abandonment shown. */
function sealedFacts(byType: ByType, stays: readonly Stay[]): Partial<Record<SealedCategory, readonly FactRef[]>> {
  const sealed: Partial<Record<SealedCategory, readonly FactRef[]>> = {};
  const situations = byType.get('situation-declared');
  if (situations !== undefined) sealed.situation = newestOfSources(situations).map(refOf);
  const reasons: FactRef[] = [];
  for (const stay of stays) {
    for (const { exit, abandonment } of [stay, ...stay.modules]) {
      if (exit !== null) reasons.push({ source: exit.source, eventId: exit.eventId });
      if (abandonment !== null) reasons.push({ source: abandonment.source, eventId: abandonment.eventId });
    }
  }
  if (reasons.length > 0) sealed.reasons = reasons;
  return sealed;
}

/** Each anomaly once, in an order of its own content. */
function sortedAnomalies({ anomalies }: Fold): DossierRecord['anomalies'] {
  if (anomalies.length < 2) return anomalies;
  const byText = new Map(
    anomalies.map((anomaly) => [JSON.stringify([anomaly.code, anomaly.facts, anomaly.about]), anomaly]),
  );
  return [...byText.keys()].sort().map((key) => byText.get(key) as DossierRecord['anomalies'][number]);
}
