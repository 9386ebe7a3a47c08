import type { SealedCategory } from '@hub/contracts';
import { isFileReference } from '../identifiers/training-reference.ts';
import type { Rules } from '../rules.ts';
import { anomaliesOfFacts, anomaliesOfStays } from './anomalies.ts';
import { compareDays, walkAttempts } from './attempts.ts';
import { authorityContext } from './authority.ts';
import { describeAttempt } from './describe-attempt.ts';
import { describeStay } from './describe-stay.ts';
import { attemptRole, stayRole } from './event-kinds.ts';
import { expectationsOf } from './expectations.ts';
import {
  byType,
  compareFacts,
  compareText,
  type Fact,
  type FactSet,
  type FactsByType,
  factSet,
  factsOf,
  type OwnedFacts,
  unionOfTrainees,
} from './facts.ts';
import { fieldsOf } from './fields.ts';
import { echoesByOrigin, type Sifted, sift, withdrawnFacts } from './live-facts.ts';
import type { Anomaly, DossierRecord, FactRef, Stay } from './record.ts';
import { choicesOf, type FieldChoice, type FoldContext, newestOfSources, refOf } from './resolve.ts';
import { statusOf, withExpectedStay } from './status.ts';
import { previousExitOn, type WalkingFact, walkStays } from './stays.ts';
import { gatherList } from './step.ts';

/**
 * The record of a dossier: a pure function of its facts and the rules, whatever order and repeats they came in
 * (docs/architecture.md). `facts` sorted by (source, id, digest), as `union` and `factSet` give them.
 */
export function describe(facts: FactSet, rules: Rules): DossierRecord {
  return fold(sift(inOrder(facts)), rules).record;
}

/** The one record of dossiers that answer as one: linked trainees, one session under two references. */
export function describeJoined(dossiers: readonly OwnedFacts[], rules: Rules): DossierRecord {
  return fold(siftJoined(dossiers), rules).record;
}

/** For each field: which rule chose which fact over which others. */
export function explain(dossiers: readonly OwnedFacts[], rules: Rules): readonly FieldChoice[] {
  const { context, decisions } = fold(siftJoined(dossiers), rules);
  return choicesOf(context.authority, decisions);
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

/** The whole fold, in order: walks, attempts, stays, fields, status, anomalies, expectations. */
export function fold(sifted: Sifted, rules: Rules) {
  const facts = byType(sifted.live);
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const { positioning, walking, ends, inStays } = sortForWalks(sifted.live);
  const positioned = factsOf(facts, 'candidate-positioned').toSorted(compareDays);
  const entry = ends.find(({ type }) => type === 'entry-attested');
  const engaged = factsOf(facts, 'financing-engaged');
  const authority = authorityContext(rules.authority, sifted.live, positioned, engaged, entry);
  const context: FoldContext = { rules, funding: authority.funding, authority, echoes: byOrigin };
  const stayGroups = walkStays(authority, { walking, others: inStays });
  const attempts = gatherList(
    walkAttempts(positioning, ends).map((group) =>
      describeAttempt(context, group, previousExitOn(stayGroups, group.openedOn)),
    ),
  );
  const lastEntered = stayGroups.findLast(({ entries }) => entries.length > 0)?.openedOn ?? '';
  const stays = gatherList(stayGroups.map((group) => describeStay(context, group, group.openedOn >= lastEntered)));
  const fields = fieldsOf(context, facts, stayGroups);
  const decided = statusOf(sifted, attempts.value, stays.value, fields.value.plan, awaiting);
  const shown = withExpectedStay(stays.value, decided, fields.value.plan);
  // Numbers left out: how many were given depends on who came first, what is known of a person does not.
  const factCount = sifted.facts.length - sifted.acts.filter(({ type }) => type === 'dossier-attributed').length;
  const placed = { funding: authority.funding, territory: authority.territory };
  const record: DossierRecord = {
    // First, and the only one: a spread anywhere else costs a tenth of the whole function.
    ...fields.value,
    ...namesOf(sifted),
    ...placed,
    status: decided.status,
    statusSince: decided.since,
    attempts: attempts.value,
    stays: shown,
    anomalies: eachOnce([
      ...attempts.anomalies,
      ...stays.anomalies,
      ...fields.anomalies,
      ...anomaliesOfFacts(context, sifted, awaiting),
      ...anomaliesOfStays(context, { ...fields.value, stayGroups, stays: stays.value, attempts: attempts.value }),
    ]),
    expectations: expectationsOf({ ...fields.value, ...placed, attempts: attempts.value, stays: shown }, rules),
    sealed: sealedFacts(facts, stays.value),
    factCount,
    overfull: factCount > rules.factsMax,
  };
  return { record, context, decisions: [...attempts.decisions, ...stays.decisions, ...fields.decisions] };
}

function sortForWalks(live: readonly Fact[]) {
  const positioning = live.filter(({ type }) => attemptRole(type) !== null);
  const ofStays = live.filter(({ type }) => stayRole(type) !== null);
  const whole = ofStays.filter(({ data }) => data.module === undefined);
  return {
    positioning: positioning.sort(compareDays),
    walking: whole.filter(opensOrCloses).sort(compareDays),
    ends: whole.filter(({ type }) => type === 'entry-attested' || type === 'absent-at-entry').sort(compareDays),
    inStays: ofStays.filter((fact) => fact.data.module !== undefined || !opensOrCloses(fact)).sort(compareDays),
  };
}

function opensOrCloses(fact: Fact): fact is WalkingFact {
  const part = stayRole(fact.type)?.part;
  return part === 'entry' || part === 'exit';
}

/** Of joined numbers the first announced is `number`; a received time decides no other field. */
function namesOf(sifted: Sifted): Pick<DossierRecord, 'number' | 'alsoKnownAs' | 'trainingRefs' | 'partnerRefs'> {
  const announced = factsOf(byType(sifted.acts), 'dossier-attributed').toSorted(
    (a, b) => compareText(a.receivedAt, b.receivedAt) || a.data.number - b.data.number,
  );
  const [number = null, ...alsoKnownAs] = [...new Set(announced.map(({ data }) => data.number))];
  const trainingRefs = [...new Set(sifted.facts.flatMap(({ references }) => references))].sort();
  return { number, alsoKnownAs, trainingRefs, partnerRefs: trainingRefs.filter(isFileReference) };
}

/** Sealed blocks in force: the situation's, and the reasons of every exit and abandonment shown. */
function sealedFacts(facts: FactsByType, stays: readonly Stay[]): Partial<Record<SealedCategory, readonly FactRef[]>> {
  const situations = factsOf(facts, 'situation-declared');
  const reasons = stays
    .flatMap((stay) => [stay, ...stay.modules])
    .flatMap(({ exit, abandonment }) => [exit, abandonment])
    .flatMap((end) => (end === null ? [] : [{ source: end.source, eventId: end.eventId }]));
  return {
    ...(situations.length === 0 ? {} : { situation: newestOfSources(situations).map(refOf) }),
    ...(reasons.length === 0 ? {} : { reasons }),
  };
}

/** Each anomaly once, in an order of its own content. */
function eachOnce(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  if (anomalies.length < 2) return anomalies;
  const byText = new Map(
    anomalies.map((anomaly) => [JSON.stringify([anomaly.code, anomaly.facts, anomaly.about]), anomaly]),
  );
  return [...byText.keys()].sort().map((key) => byText.get(key) as Anomaly);
}
