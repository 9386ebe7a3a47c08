import { isFileReference } from '../identifiers/training-reference.ts';
import type { Rules } from '../rules.ts';
import { anomaliesOfFacts, anomaliesOfStays, tiedFunding, tiesOfNewest } from './anomalies.ts';
import { type AttemptGroup, compareDays, walkAttempts } from './attempts.ts';
import { type AuthorityContext, authorityContext, noCandidatures } from './authority.ts';
import { choicesOf, type FieldChoice } from './decisions.ts';
import { describeAttempt } from './describe-attempt.ts';
import { dayOfFact, describeStay } from './describe-stay.ts';
import { anomaliesOfEnrolment } from './enrolment-anomalies.ts';
import { kindOf, stayRole } from './event-kinds.ts';
import { expectationsOf } from './expectations.ts';
import { newestOfSources, refOf } from './fact-refs.ts';
import {
  byType,
  compareFacts,
  compareRecordings,
  compareText,
  type Fact,
  type FactSet,
  type FactsByType,
  factSet,
  factsOf,
  groupBy,
  type OwnedFacts,
  sortedOnce,
  unionOfTrainees,
} from './facts.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { extensionsToldLate } from './late-extensions.ts';
import { echoesByOrigin, referencesOf, type Sifted, sift, withdrawnFacts } from './live-facts.ts';
import { after, gatherList } from './noted.ts';
import type { Anomaly, Attempt, DossierRecord, FactRef, Stay } from './record.ts';
import type { FoldContext } from './resolve.ts';
import { sharesOf } from './shares.ts';
import { statusOf, withExpectedStay } from './status.ts';
import { previousExitOn, type WalkingFact, walkStays } from './stays.ts';
import { writtenReferences } from './written-references.ts';

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
  const sets = dossiers.map(({ facts }) => facts);
  // Of an id reported of two persons one fact counts, but either names the dossier.
  const references = referencesOf(sets.flat());
  return { ...sift(unionOfTrainees(dossiers), withdrawnFacts(sets)), references };
}

/** As `union` and `factSet` give them. */
export function inOrder(facts: FactSet): FactSet {
  for (let i = 1; i < facts.length; i += 1) {
    if (compareFacts(facts[i - 1] as Fact, facts[i] as Fact) >= 0) return factSet(facts);
  }
  return facts;
}

/** The whole fold: the walks, then attempts, stays and fields, then what follows from them. */
export function fold(sifted: Sifted, rules: Rules) {
  const walked = walk(sifted, rules);
  const { context, facts, awaiting, stayGroups } = walked;
  const attempts = gatherList(
    walked.attemptGroups.map((group) => describeAttempt(context, group, previousExitOn(stayGroups, group.openedOn))),
  );
  const lastEntered = stayGroups.findLast(({ entries }) => entries.length > 0)?.openedOn ?? '';
  const stays = gatherList(stayGroups.map((group) => describeStay(context, group, group.openedOn >= lastEntered)));
  const fields = fieldsOf(context, facts, stayGroups);
  const noticed = after(fields.value, attempts, stays, fields);
  const ofSet = [...anomaliesOfFacts(context, sifted, awaiting, stayGroups), ...tiesOfDossier(context, facts)];
  const { plan, wholePath, hours } = fields.value;
  const ofStays = anomaliesOfStays(context, {
    plan,
    wholePath,
    hours,
    stayGroups,
    stays: stays.value,
    attempts: attempts.value,
  });
  const ofEnrolment = [
    ...anomaliesOfEnrolment(context, sifted.live, attempts.value, walked.attemptGroups),
    ...extensionsToldLate(context, sifted, facts, stayGroups),
  ];
  const decided = statusOf(sifted, attempts.value, stays.value, plan, awaiting);
  const record = recordOf(sifted, rules, {
    ...decided,
    funding: context.funding,
    territory: context.authority.territory,
    attempts: attempts.value,
    stays: withExpectedStay(stays.value, decided, plan),
    fields: fields.value,
    anomalies: eachOnce([...noticed.anomalies, ...ofSet, ...ofStays, ...ofEnrolment]),
    sealed: sealedFacts(facts, attempts.value, stays.value, fields.value),
  });
  return { record, context, decisions: noticed.decisions };
}

interface Described
  extends Pick<DossierRecord, 'status' | 'funding' | 'territory' | 'attempts' | 'stays' | 'anomalies' | 'sealed'> {
  readonly since: DossierRecord['statusSince'];
  readonly fields: Fields;
}

/** Member by member: each spread in here costs a twentieth of the whole function. */
function recordOf(sifted: Sifted, rules: Rules, described: Described): DossierRecord {
  const { status, since, funding, territory, attempts, stays, fields, anomalies, sealed } = described;
  const names = namesOf(sifted);
  // Numbers left out: how many were given depends on who came first, what is known of a person does not.
  const factCount = sifted.facts.length - sifted.acts.filter(({ type }) => type === 'dossier-attributed').length;
  return {
    number: names.number,
    alsoKnownAs: names.alsoKnownAs,
    trainingRefs: names.trainingRefs,
    partnerRefs: names.partnerRefs,
    ...(names.writtenRefs === undefined ? {} : { writtenRefs: names.writtenRefs }),
    status,
    statusSince: since,
    funding,
    territory,
    organisations: organisationsOf(sifted.live),
    plan: fields.plan,
    wholePath: fields.wholePath,
    attempts,
    stays,
    absences: fields.absences,
    attendance: fields.attendance,
    hours: fields.hours,
    hostCompanies: fields.hostCompanies,
    assessment: fields.assessment,
    financing: fields.financing,
    remuneration: fields.remuneration,
    serviceDone: fields.serviceDone,
    costs: fields.costs,
    quotes: fields.quotes,
    attendanceSheets: fields.attendanceSheets,
    invoices: fields.invoices,
    notifications: fields.notifications,
    skillsProfile: fields.skillsProfile,
    certifications: fields.certifications,
    anomalies,
    expectations: expectationsOf(
      {
        attempts,
        stays,
        funding,
        territory,
        plan: fields.plan,
        attendance: fields.attendance,
        assessment: fields.assessment,
      },
      sifted.live,
      rules,
    ),
    sealed,
    factCount,
    overfull: factCount > rules.factsMax && sharesOf(sifted.facts).some((share) => share.facts > rules.factsMax),
  };
}

/** Beyond the fields: which situation of a source is shown, and which funding is the dossier's. */
function tiesOfDossier(context: FoldContext, facts: FactsByType): readonly Anomaly[] {
  return [
    ...tiesOfNewest(context, factsOf(facts, 'situation-declared'), sourceOf, digestOf),
    ...(facts.has('financing-engaged') ? [] : tiedFunding(context, fundingNamers(facts))),
  ];
}

function sourceOf({ source }: Fact): string {
  return source;
}

function digestOf({ digest }: Fact): string {
  return digest;
}

/** By day: the candidatures, else the entries, of which the first that names a funding gives that of the dossier. */
function fundingNamers(facts: FactsByType): readonly Fact[] {
  const positioned = factsOf(facts, 'candidate-positioned');
  const named: readonly Fact[] = positioned.some(({ data }) => data.funding !== undefined)
    ? positioned
    : factsOf(facts, 'entry-attested').filter(({ data }) => data.module === undefined);
  return named.length < 2 ? [] : named.toSorted(compareDays);
}

/** Both walks, and what the fold looks things up in. */
function walk(sifted: Sifted, rules: Rules) {
  const facts = byType(sifted.live);
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const { positioning, walking, ends, inStays } = sortForWalks(sifted.live);
  const positioned = factsOf(facts, 'candidate-positioned').toSorted(compareDays);
  const entry = ends.find(({ type }) => type === 'entry-attested');
  const engaged = factsOf(facts, 'financing-engaged');
  const attemptGroups = walkAttempts(positioning, ends);
  const validators = validatorsOf(attemptGroups, facts);
  const authority = authorityContext(rules.authority, sifted.live, { positioned, engaged, entry, validators });
  const context: FoldContext = { rules, funding: authority.funding, authority, echoes: byOrigin };
  const stayGroups = walkStays(authority, { walking, others: inStays });
  return { facts, awaiting, context, stayGroups, attemptGroups };
}

/** Of each decision on enrolment, whom its attempt's last request by its day names to validate it. */
function validatorsOf(groups: readonly AttemptGroup[], byEvent: FactsByType): AuthorityContext['validators'] {
  if (!byEvent.has('validation-requested') || !byEvent.has('enrolment-decided')) return noCandidatures.validators;
  const named = groups.flatMap(({ facts }) => {
    const requests = facts.filter((fact) => fact.type === 'validation-requested');
    const byDay = requests.sort((a, b) => compareText(dayOfFact(a), dayOfFact(b)) || compareRecordings(a, b));
    return facts.flatMap((fact): [Fact, string][] => {
      if (fact.type !== 'enrolment-decided') return [];
      const request = byDay.findLast((asked) => dayOfFact(asked) <= dayOfFact(fact));
      return request === undefined ? [] : [[fact, request.data.validator]];
    });
  });
  return new Map(named);
}

function sortForWalks(live: readonly Fact[]) {
  const positioning: Fact[] = [];
  const walking: WalkingFact[] = [];
  const ends: Fact[] = [];
  const inStays: Fact[] = [];
  for (const fact of live) {
    const { role } = kindOf(fact.type);
    if (role.of === 'attempt') positioning.push(fact);
    if (role.of !== 'stay') continue;
    const isWhole = fact.data.module === undefined;
    if (isWhole && opensOrCloses(fact)) walking.push(fact);
    else inStays.push(fact);
    if (isWhole && (fact.type === 'entry-attested' || fact.type === 'absent-at-entry')) ends.push(fact);
  }
  for (const facts of [positioning, walking, ends, inStays]) if (facts.length > 1) facts.sort(compareDays);
  return { positioning, walking, ends, inStays };
}

function opensOrCloses(fact: Fact): fact is WalkingFact {
  const part = stayRole(fact.type)?.part;
  return part === 'entry' || part === 'exit';
}

/**
 * Of joined numbers the first announced is `number`. A received time decides nothing else but which variant of a reused id
 * is kept, and whose copy of a fact stands for linked trainees.
 */
function namesOf({
  facts,
  acts,
  references: trainingRefs,
}: Sifted): Pick<DossierRecord, 'number' | 'alsoKnownAs' | 'trainingRefs' | 'partnerRefs' | 'writtenRefs'> {
  const announced = acts
    .filter((fact) => fact.type === 'dossier-attributed')
    .sort((a, b) => compareText(a.receivedAt, b.receivedAt) || a.data.number - b.data.number);
  const [number = null, ...alsoKnownAs] = new Set(announced.map(({ data }) => data.number));
  const writtenRefs = writtenReferences(facts);
  return {
    ...{ number, alsoKnownAs, trainingRefs, partnerRefs: trainingRefs.filter(isFileReference) },
    ...(writtenRefs === undefined ? {} : { writtenRefs }),
  };
}

/** Training organisations that live facts name: several where a training has several dispensateurs. */
function organisationsOf(live: readonly Fact[]): DossierRecord['organisations'] {
  const named: { siret: string; source: string }[] = [];
  for (const { data, source } of live) {
    if (data.organisationSiret !== undefined) named.push({ siret: data.organisationSiret, source });
  }
  if (named.length === 0) return [];
  return [...groupBy(named, ({ siret }) => siret)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([siret, own]) => ({ siret, sources: sortedOnce(own.map(({ source }) => source)) }));
}

/** Sealed blocks in force: the situation's, what else says one, and the reasons of all that is shown with a reason. */
function sealedFacts(
  facts: FactsByType,
  attempts: readonly Attempt[],
  stays: readonly Stay[],
  { remuneration, hostCompanies, notifications, absences }: Fields,
): DossierRecord['sealed'] {
  const situation = newestOfSources(factsOf(facts, 'situation-declared')).map(refOf);
  const reasons: FactRef[] = [];
  const add = (to: FactRef[], value: FactRef | null) => {
    if (value !== null) to.push({ source: value.source, eventId: value.eventId });
  };
  for (const { positioned } of attempts) add(situation, positioned);
  for (const value of [remuneration, ...hostCompanies, ...notifications]) add(situation, value);
  for (const stay of stays) {
    for (const { exit, abandonment } of [stay, ...stay.modules]) {
      add(reasons, exit);
      add(reasons, abandonment);
    }
  }
  for (const absence of absences) add(reasons, absence);
  return { ...(situation.length === 0 ? {} : { situation }), ...(reasons.length === 0 ? {} : { reasons }) };
}

/** Each anomaly once, in an order of its own content. */
function eachOnce(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  if (anomalies.length < 2) return anomalies;
  const byText = new Map(
    anomalies.map((anomaly) => [JSON.stringify([anomaly.code, anomaly.facts, anomaly.about]), anomaly]),
  );
  return [...byText.keys()].sort().map((key) => byText.get(key) as Anomaly);
}
