import { daysBetween } from '../calendar.ts';
import { type AssessedDossier, anomalyOnReading, assess } from '../dossier/assess.ts';
import { describeJoined } from '../dossier/describe.ts';
import { compareText, type Fact, type OwnedFacts, unionOfTrainees } from '../dossier/facts.ts';
import { type Anomaly, type DossierRecord, endOf, type FactRef, type Stay } from '../dossier/record.ts';
import { namedBy } from '../identifiers/training-reference.ts';
import type { AnomalyCode, Rules } from '../rules.ts';
import type { SessionRecord } from '../session/session-record.ts';
import { describeTrainee } from './describe-trainee.ts';
import { employmentOf } from './employment.ts';
import { joinDossiers, type KnownDossier, type KnownSession, sessionOfGroup } from './join-dossiers.ts';
import { components } from './links.ts';
import { withoutMoved } from './moved-facts.ts';
import type { TraineeRecord, TraineeVerdict, TrainingPath } from './person-record.ts';

export interface PathInput {
  /** Of every trainee given. */
  readonly dossiers: readonly KnownDossier[];
  /** The person asked about first, and whoever verdicts may link. */
  readonly trainees: readonly OwnedFacts[];
  /** By session reference; a session published under several may stand under each. */
  readonly sessions: ReadonlyMap<string, KnownSession>;
  /** `YYYY-MM-DD`, Europe/Paris. */
  readonly today: string;
  /** The moment, in milliseconds since 1970; absent: nothing is said by the hour. */
  readonly nowMs?: number;
  readonly rules: Rules;
  /** Which links count; absent: all of them. */
  readonly crosses?: (verdict: TraineeVerdict) => boolean;
}

/**
 * The path of the first trainee given: whoever is linked with that person, their dossiers grouped as they answer, and what
 * only shows across dossiers (rules.md, Paths across dossiers). Nothing is merged in storage: without the verdicts each answers alone.
 */
export function describePath(input: PathInput): TrainingPath {
  const { dossiers, trainees, sessions, today, nowMs = null, rules, crosses = () => true } = withoutMoved(input);
  const inOrder = trainees.toSorted((a, b) => compareText(a.trainee, b.trainee));
  const records = new Map(inOrder.map(({ trainee, facts }) => [trainee, describeTrainee(facts, rules)]));
  const verdicts = [...records.values()].flatMap(({ traineeVerdicts }) => traineeVerdicts.filter(crosses));
  const asked = trainees[0]?.trainee ?? '';
  const linked = components([...records.keys()], verdicts, ({ trainees: pair }) => pair, nirHolders(trainees)).find(
    ({ members }) => members.includes(asked),
  );
  const members = linked?.members ?? [];
  const person = describeTrainee(unionOfTrainees(trainees.filter(({ trainee }) => members.includes(trainee))), rules);
  const own = dossiers
    .filter(({ trainee }) => members.includes(trainee))
    .map((dossier) => ({ ...dossier, named: namedBy(dossier.facts) }));
  const joined = joinDossiers(own, person.dossierVerdicts, sessions);
  const answers = joined.groups.map((group) => {
    const record = describeJoined(group, rules);
    const session = sessionOfGroup(group, joined, sessions, rules, record.funding);
    return withAmbiguity(assess(record, session, today, rules, nowMs), group, joined.ambiguous, rules);
  });
  return {
    trainees: members,
    joinedBy: (linked?.joinedBy ?? []).map(({ agent: _, organisation: __, ...verdict }) => verdict),
    review: linked?.review ?? false,
    dossiers: answers.sort(compareDossiers),
    cepPeriods: person.cepPeriods,
    registrations: person.registrations,
    employment: employmentOf(person.employment, answers, today, rules),
    certifications: person.certifications,
    sealed: members.flatMap((trainee) => sealedOf(trainee, records.get(trainee))),
    restricted: members.some((trainee) => records.get(trainee)?.restricted != null),
    anomalies: [...person.anomalies, ...acrossDossiers(answers, today, rules)],
  };
}

/**
 * Trainees to whom a NIR belongs, as far as their facts say: one that operators reassigned is the new owner's. The last
 * recorded act decides.
 */
export function nirHolders(trainees: readonly OwnedFacts[]): ReadonlySet<string> {
  const holders = new Set<string>();
  for (const { trainee, facts } of trainees) {
    const last = facts.filter(speaksOfNir).reduce<NirAct | null>(newer, null);
    if (last !== null && (last.type === 'trainee-known' || last.data.toTrainee === trainee)) holders.add(trainee);
  }
  return holders;
}

type NirAct = Fact<'trainee-known' | 'alias-reassigned'>;

function speaksOfNir(fact: Fact): fact is NirAct {
  return (fact.type === 'trainee-known' || fact.type === 'alias-reassigned') && fact.data.kinds.includes('nir');
}

function newer(known: NirAct | null, fact: NirAct): NirAct {
  return known === null || fact.recordedAt >= known.recordedAt ? fact : known;
}

function withAmbiguity(
  answer: AssessedDossier,
  group: readonly KnownDossier[],
  ambiguous: ReadonlyMap<number, string>,
  rules: Rules,
): AssessedDossier {
  const found = group.flatMap(({ number }) => {
    const reference = ambiguous.get(number);
    return reference === undefined
      ? []
      : anomalyOnReading({ rules, funding: null }, 'reference-ambiguous', [], { reference });
  });
  return found.length === 0 ? answer : { ...answer, anomalies: [...answer.anomalies, ...found] };
}

function sealedOf(trainee: string, record: TraineeRecord | undefined): TrainingPath['sealed'] {
  const entries = Object.entries(record?.sealed ?? {}) as [
    TrainingPath['sealed'][number]['category'],
    { source: string; eventId: string },
  ][];
  return entries.map(([category, ref]) => ({ trainee, category, ...ref }));
}

/** The oldest first: by the day of the first entry, else of the first attempt; then by reference. */
function compareDossiers(a: DossierRecord, b: DossierRecord): number {
  return compareText(beginningOf(a), beginningOf(b)) || compareText(a.trainingRefs.join(), b.trainingRefs.join());
}

function beginningOf({ stays, attempts, statusSince }: DossierRecord): string {
  return stays[0]?.entry?.value ?? attempts[0]?.openedOn ?? statusSince?.effectiveDate ?? '9999';
}

function acrossDossiers(dossiers: readonly AssessedDossier[], today: string, rules: Rules): Anomaly[] {
  return dossiers.flatMap((a, index) =>
    dossiers.slice(index + 1).flatMap((b) => {
      const about = { dossier: a.number ?? 0, other: b.number ?? 0 };
      return [
        ...acrossAnomaly(rules, 'overlapping-dossiers', firstOverlap(a, b, today), about),
        ...acrossAnomaly(rules, 'suspected-double', firstDouble(a, b, today, rules), about),
      ];
    }),
  );
}

function acrossAnomaly(
  rules: Rules,
  code: AnomalyCode,
  facts: readonly FactRef[] | null,
  about: Anomaly['about'],
): readonly Anomaly[] {
  return facts === null ? [] : anomalyOnReading({ rules, funding: null }, code, facts, about);
}

/** The entries of the first stays that have more than the day of a change in common. */
function firstOverlap(a: DossierRecord, b: DossierRecord, today: string): readonly FactRef[] | null {
  for (const first of a.stays) {
    for (const second of b.stays) {
      if (overlap(first, second, today)) return entriesOf(first, second);
    }
  }
  return null;
}

function overlap(a: Stay, b: Stay, today: string): boolean {
  const [one, other] = [periodOf(a, today), periodOf(b, today)];
  if (one === null || other === null) return false;
  return one.from === other.from || (one.from < other.to && other.from < one.to);
}

/**
 * What looks like one training reported twice (rules.md, Paths across dossiers): stays that overlap and began within days of each other, or an
 * entry that nobody positioned beside a candidate retained elsewhere who is awaited within days of it.
 */
function firstDouble(a: AssessedDossier, b: AssessedDossier, today: string, rules: Rules): readonly FactRef[] | null {
  const days = rules.anomalies['suspected-double']?.threshold;
  if (days === undefined || !mayBeOne(a.session, b.session)) return null;
  const near = (one: string, other: string) => Math.abs(daysBetween(one, other)) <= days;
  for (const first of a.stays) {
    for (const second of b.stays) {
      const [one, other] = [first.entry?.value, second.entry?.value];
      if (one !== undefined && other !== undefined && near(one, other) && overlap(first, second, today))
        return entriesOf(first, second);
    }
  }
  return awaitedElsewhere(a, b, near) ?? awaitedElsewhere(b, a, near);
}

function awaitedElsewhere(
  entered: AssessedDossier,
  awaited: AssessedDossier,
  near: (one: string, other: string) => boolean,
): readonly FactRef[] | null {
  const expected = awaited.expectations.find(({ what }) => what === 'entry')?.since ?? null;
  const alone = new Set(
    entered.anomalies.filter(({ code }) => code === 'entry-without-positioning').map(({ about }) => about.stay),
  );
  const stay = entered.stays.find(
    ({ key, entry }) => entry !== null && alone.has(key) && expected !== null && near(entry.value, expected),
  );
  return stay === undefined
    ? null
    : [...entriesOf(stay), ...(awaited.statusSince === null ? [] : [awaited.statusSince])];
}

function entriesOf(...stays: readonly Stay[]): readonly FactRef[] {
  return stays.flatMap(({ entry }) => entry ?? []);
}

function periodOf(stay: Stay, today: string): { from: string; to: string } | null {
  if (stay.entry === null || stay.state === 'absent-at-entry') return null;
  const from = stay.entry.value;
  return { from, to: endOf(stay)?.value ?? (today > from ? today : from) };
}

/** Two sessions that are known and run by different organisations are two trainings; anything less may be one. */
function mayBeOne(a: SessionRecord | null, b: SessionRecord | null): boolean {
  const [one, other] = [a?.published?.value.mandataireSiret ?? null, b?.published?.value.mandataireSiret ?? null];
  return one === null || other === null || one === other;
}
