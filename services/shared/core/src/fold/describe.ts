import type { SealedCategory } from '@hub/contracts';
import type { Fact, FactSet } from '../facts.ts';
import type { Rules } from '../rules.ts';
import { noteFacts, noteStays } from './anomalies.ts';
import { attemptTypes, compareDays, compareOnTimeLine, describeAttempt, walkAttempts } from './attempts.ts';
import { authorityContext } from './authority.ts';
import { dayTold, describeStay } from './describe-stay.ts';
import { expectationsOf } from './expectations.ts';
import { financingLines, onlyValue, planOf, valuesBySlot } from './lists.ts';
import type { Attempt, DossierRecord, DossierStatus, FactRef, FieldValue, Stay } from './record.ts';
import { echoesByOrigin, type Sifted, sift, withdrawnFacts } from './sift.ts';
import { type Fold, groupBy, refOf, resolve, type SlotChoice } from './slots.ts';
import { closingBefore, type StayGroup, stayOn, walkStays } from './stays.ts';
import { compareFacts, compareText, factSet, unionOfTrainees } from './union.ts';

/**
 * The record of a dossier: a pure function of its facts and the rules, whatever order and repeats they came in
 * (DESIGN 3). `facts` sorted by (source, id, digest), as `union` and `factSet` give them.
 */
export function describe(facts: FactSet, rules: Rules): DossierRecord {
  return fold(sift(inOrder(facts)), rules, null).record;
}

/** The one record of dossiers that answer as one: linked trainees, one session told under two references (DESIGN 4). */
export function describeJoined(dossiers: readonly FactSet[], rules: Rules): DossierRecord {
  return fold(siftJoined(dossiers), rules, null).record;
}

/** For each slot with a choice or a confirmation: which rule chose which fact over which others. */
export function explain(dossiers: readonly FactSet[], rules: Rules): readonly SlotChoice[] {
  return fold(siftJoined(dossiers), rules, []).choices;
}

/** Removals of a withdrawn dossier reach its own facts only, so they are read before the sets are joined. */
export function siftJoined(dossiers: readonly FactSet[]): Sifted {
  const [only] = dossiers;
  if (dossiers.length === 1 && only !== undefined) return sift(inOrder(only));
  return sift(unionOfTrainees(dossiers), withdrawnFacts(dossiers));
}

function inOrder(facts: FactSet): FactSet {
  for (let i = 1; i < facts.length; i += 1) {
    if (compareFacts(facts[i - 1] as Fact, facts[i] as Fact) >= 0) return factSet(facts);
  }
  return facts;
}

/** What the rest of the fold reads: live facts by type, in set order; the walks sort theirs by day. */
type ByType = ReadonlyMap<Fact['type'], Fact[]>;

function fold(
  sifted: Sifted,
  rules: Rules,
  choices: SlotChoice[] | null,
): { record: DossierRecord; choices: readonly SlotChoice[] } {
  const byType = groupBy(sifted.live, (fact) => fact.type);
  const positioned = (byType.get('candidate-positioned') ?? []).toSorted(compareDays);
  const engaged = byType.get('financing-engaged') ?? [];
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const authority = authorityContext(rules.authority, sifted.live, positioned, engaged);
  const context: Fold = { rules, authority, echoes: byOrigin, anomalies: [], choices };
  const { positioning, walking, entries, inStays } = sortForWalks(sifted.live);
  const stayGroups = walkStays(authority, { walking, others: inStays });
  const attemptGroups = walkAttempts(positioning, entries);
  const attempts = attemptGroups.map((group) =>
    describeAttempt(context, group, closingBefore(stayGroups, group.openedOn)),
  );
  const stays = stayGroups.map((group) => describeStay(context, group));
  const lists = listsOf(context, byType, stayGroups);
  const { status, since } = statusOf(sifted, attempts, stays, lists.plan);
  noteFacts(context, sifted, awaiting);
  noteStays(context, { stayGroups, stays, attempts, ...lists });
  const shown = withExpectedStay(stays, attempts, status, lists.plan);
  const record: DossierRecord = {
    ...namesOf(sifted),
    status,
    statusSince: since,
    funding: authority.funding,
    territory: authority.territory,
    ...lists,
    attempts,
    stays: shown,
    anomalies: sortedAnomalies(context),
    expectations: expectationsOf({ ...lists, attempts, stays: shown }, rules),
    sealed: sealedFacts(byType, stays),
    factCount: sifted.facts.length,
    overfull: sifted.facts.length > rules.factsMax,
  };
  return { record, choices: choices ?? [] };
}

function sortForWalks(live: readonly Fact[]): {
  positioning: Fact[];
  walking: Fact[];
  entries: Fact[];
  inStays: Fact[];
} {
  const positioning: Fact[] = [];
  const walking: Fact[] = [];
  const entries: Fact[] = [];
  const inStays: Fact[] = [];
  for (const fact of live) {
    if (attemptTypes.has(fact.type)) positioning.push(fact);
    else if (ofStays.has(fact.type)) {
      const walks = walkingTypes.has(fact.type) && fact.data.module === undefined;
      if (!walks) inStays.push(fact);
      else {
        walking.push(fact);
        if (fact.type === 'entry-attested') entries.push(fact);
      }
    }
  }
  for (const facts of [positioning, walking, entries, inStays]) if (facts.length > 1) facts.sort(compareDays);
  return { positioning, walking, entries, inStays };
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

type Lists = Pick<
  DossierRecord,
  | 'plan'
  | 'absences'
  | 'attendance'
  | 'hours'
  | 'assessment'
  | 'financing'
  | 'remuneration'
  | 'serviceDone'
  | 'quotes'
  | 'skillsProfile'
  | 'certifications'
>;

/** Everything beside attempts and stays; the key of each slot is that of DICTIONARY E.4. */
function listsOf(fold: Fold, byType: ByType, stays: readonly StayGroup[]): Lists {
  const closing = (fact: Fact) => stayOn(stays, fact.effectiveDate)?.closing ?? null;
  return {
    plan: planOf(fold, byType, closing),
    absences: valuesBySlot(fold, byType.get('absence-declared'), closing, dayTold, (fact) => ({
      from: dayTold(fact),
      to: typeof fact.data.to === 'string' ? fact.data.to : null,
      justified: fact.data.justified === true,
    })),
    attendance: valuesBySlot(
      fold,
      byType.get('attendance-reported'),
      closing,
      (fact) => String(fact.data.month),
      (fact) => ({
        month: String(fact.data.month),
        hours: typeof fact.data.hours === 'number' ? fact.data.hours : null,
        complete: fact.data.complete === true,
      }),
    ),
    hours: valuesBySlot(
      fold,
      byType.get('hours-realised'),
      closing,
      (fact) => `${fact.data.from} ${fact.data.to}`,
      (fact) => ({
        from: String(fact.data.from),
        to: String(fact.data.to),
        hoursCentre: Number(fact.data.hoursCentre),
        hoursCompany: Number(fact.data.hoursCompany),
      }),
    ),
    assessment: assessmentOf(fold, byType.get('assessment-recorded'), stays),
    financing: financingLines(fold, byType, closing),
    remuneration: onlyValue(fold, byType.get('remuneration-set'), closing, ({ data }) => ({
      payBody: String(data.payBody),
      payBodySiret: typeof data.payBodySiret === 'string' ? data.payBodySiret : null,
      sent: data.sent === true,
      kind: String(data.kind),
      rhythm: String(data.rhythm),
    })),
    serviceDone: onlyValue(fold, byType.get('service-done'), closing, (fact) => String(fact.data.state)),
    quotes: valuesBySlot(
      fold,
      byType.get('quote-decided'),
      closing,
      (fact) => String(fact.data.quote ?? fact.data.device),
      (fact) => ({
        quote: typeof fact.data.quote === 'string' ? fact.data.quote : null,
        device: String(fact.data.device),
        state: String(fact.data.state),
      }),
    ),
    skillsProfile: onlyValue(fold, byType.get('skills-profile-completed'), closing, () => true as const),
    certifications: valuesBySlot(
      fold,
      byType.get('certification-obtained'),
      closing,
      (fact) => `${fact.data.registry}:${fact.data.code}`,
      (fact) => ({ registry: String(fact.data.registry), code: String(fact.data.code) }),
    ),
  };
}

/** That of the last stay that has one; those of modules stand with their module (S1 l247-252). */
function assessmentOf(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  stays: readonly StayGroup[],
): FieldValue<string> | null {
  if (facts === undefined) return null;
  const whole = facts.filter((fact) => fact.data.module === undefined);
  const byStay = groupBy(whole, (fact) => stayOn(stays, fact.effectiveDate)?.key ?? '');
  const values = [...byStay.values()].map((slot) =>
    resolve(fold, slot, stayOn(stays, (slot[0] as Fact).effectiveDate)?.closing ?? null, (fact) =>
      String(fact.data.result),
    ),
  );
  return values.sort(compareOnTimeLine).at(-1) ?? null;
}

/** First line of DICTIONARY C.3 that holds, and the fact that decides it. */
function statusOf(
  sifted: Sifted,
  attempts: readonly Attempt[],
  stays: readonly Stay[],
  plan: DossierRecord['plan'],
): { status: DossierStatus; since: DossierRecord['statusSince'] } {
  if (sifted.live.length + sifted.echoes.length === 0) return { status: 'removed', since: null };
  const stay = stays.findLast(({ state }) => state !== 'expected');
  if (stay?.state === 'entered') return { status: 'entered', since: sinceOf(stay.entry) };
  if (stay?.state === 'interrupted') {
    const open = stay.interruptions.find(
      (interruption) => interruption.changesState && interruption.resumedOn === null,
    );
    return { status: 'interrupted', since: sinceOf(open?.period ?? stay.entry) };
  }
  const ended =
    stay?.state === 'exited'
      ? (stay.exit ?? stay.abandonment)
      : stay?.state === 'absent-at-entry'
        ? stay.absence
        : null;
  const attempt = attempts
    .filter(({ state, openedOn }) => state !== 'withdrawn' && (ended === null || openedOn > ended.value))
    .reduce<Attempt | null>((last, next) => (last === null || next.openedOn >= last.openedOn ? next : last), null);
  if (attempt !== null) return { status: statusOfAttempt(attempt), since: attempt.since };
  if (stay !== undefined) return { status: stay.state === 'exited' ? 'exited' : 'absent', since: sinceOf(ended) };
  const withdrawn = attempts.at(-1);
  if (withdrawn !== undefined) return { status: 'withdrawn', since: withdrawn.since };
  return { status: 'declared', since: sinceOf(plan?.plannedEntry ?? null) };
}

function statusOfAttempt({ state }: Attempt): DossierStatus {
  return state === 'not-retained' || state === 'not-registered' ? 'refused' : state;
}

function sinceOf(value: FieldValue<unknown> | null): DossierRecord['statusSince'] {
  return value === null ? null : { source: value.source, eventId: value.eventId, effectiveDate: value.effectiveDate };
}

/** Retained, registered or planned, and neither entered, absent nor withdrawn: a stay is expected (DICTIONARY C.2). */
function withExpectedStay(
  stays: readonly Stay[],
  attempts: readonly Attempt[],
  status: DossierStatus,
  plan: DossierRecord['plan'],
): readonly Stay[] {
  if (stays.at(-1)?.state === 'expected') return stays;
  const attempt =
    status === 'retained' || status === 'registered' ? attempts.findLast(({ state }) => state === status) : undefined;
  const planned = status === 'declared' && stays.length === 0 && plan !== null && plan.plannedEntry !== null;
  if (attempt === undefined && !planned) return stays;
  const regime = attempt?.regime ?? { row: null, name: null, clock: null, date: null };
  return [...stays, { ...emptyStay, key: attempt === undefined ? 'expected' : `expected:${attempt.key}`, regime }];
}

const emptyStay: Omit<Stay, 'key' | 'regime'> = {
  state: 'expected',
  provisional: false,
  entry: null,
  absence: null,
  exit: null,
  abandonment: null,
  modules: [],
  interruptions: [],
  resumptions: [],
};

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
  const shown = stays.flatMap((stay) => [stay.exit, stay.abandonment].filter((value) => value !== null));
  if (shown.length > 0) sealed.reasons = shown.map(({ source, eventId }) => ({ source, eventId }));
  return sealed;
}

function newestOfSources(facts: readonly Fact[]): Fact[] {
  const byRecording = facts.toSorted((a, b) => compareText(a.recordedAt, b.recordedAt) || compareFacts(a, b));
  return [...groupBy(byRecording, (fact) => fact.source).values()]
    .map((told) => told.at(-1) as Fact)
    .sort((a, b) => compareText(a.recordedAt, b.recordedAt) || compareFacts(a, b));
}

/** Each anomaly once, in an order of its own content. */
function sortedAnomalies({ anomalies }: Fold): DossierRecord['anomalies'] {
  if (anomalies.length < 2) return anomalies;
  const byText = new Map(
    anomalies.map((anomaly) => [JSON.stringify([anomaly.code, anomaly.facts, anomaly.about]), anomaly]),
  );
  return [...byText.keys()].sort().map((key) => byText.get(key) as DossierRecord['anomalies'][number]);
}
