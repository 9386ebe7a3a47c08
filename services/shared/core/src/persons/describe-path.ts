import { daysBetween } from '../calendar.ts';
import type { Fact, OwnedFacts } from '../facts.ts';
import { endOf } from '../fold/anomalies.ts';
import { type AssessedDossier, assess, assessed } from '../fold/assess.ts';
import { describeJoined } from '../fold/describe.ts';
import type { Anomaly, DossierRecord, Stay } from '../fold/record.ts';
import { compareText, unionOfTrainees } from '../fold/union.ts';
import type { Rules } from '../rules.ts';
import type { SessionRecord } from '../sessions/record.ts';
import { describeTrainee } from './describe-trainee.ts';
import { employmentOf } from './employment.ts';
import { joinDossiers, type KnownDossier, sessionsOf } from './join-dossiers.ts';
import { components } from './links.ts';
import { withoutMoved } from './moved-facts.ts';
import type { TraineeRecord, TrainingPath } from './record.ts';

export interface PathInput {
  /** Of every trainee given. */
  readonly dossiers: readonly KnownDossier[];
  /** The person asked about first, and whoever verdicts may link. */
  readonly trainees: readonly OwnedFacts[];
  /** By session reference; a session told under several may stand under each. */
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  /** `YYYY-MM-DD`, Europe/Paris. */
  readonly today: string;
  readonly rules: Rules;
}

/**
 * The path of the first trainee given: whoever is linked with that person, their dossiers grouped as they answer, and what
 * only shows across dossiers (DESIGN 3, 4). Nothing is merged in storage: without the verdicts each answers alone.
 */
export function describePath(input: PathInput): TrainingPath {
  const { dossiers, trainees, sessions, today, rules } = withoutMoved(input);
  const records = new Map(trainees.map(({ trainee, facts }) => [trainee, describeTrainee(facts, rules)]));
  const verdicts = [...records.values()].flatMap(({ traineeVerdicts }) => traineeVerdicts);
  const asked = trainees[0]?.trainee ?? '';
  const linked = components([...records.keys()], verdicts, ({ trainees: pair }) => pair, nirHolders(trainees)).find(
    ({ members }) => members.includes(asked),
  );
  const members = linked?.members ?? [];
  const person = describeTrainee(unionOfTrainees(trainees.filter(({ trainee }) => members.includes(trainee))), rules);
  const own = dossiers.filter(({ trainee }) => members.includes(trainee));
  const { groups, ambiguous } = joinDossiers(own, person.dossierVerdicts, sessions);
  const answers = groups.map((group) => {
    const record = describeJoined(group, rules);
    return withAmbiguity(assess(record, sessionOf(group, sessions), today, rules), group, ambiguous, rules);
  });
  return {
    trainees: members,
    joinedBy: (linked?.joinedBy ?? []).map(({ agent: _, ...verdict }) => verdict),
    review: linked?.review ?? false,
    dossiers: answers.sort(compareDossiers),
    cepPeriods: person.cepPeriods,
    employment: employmentOf(person.employment, answers, today),
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
    const last = facts.filter(speaksOfNir).reduce<Fact | null>(newer, null);
    if (last !== null && (last.type === 'trainee-known' || last.data.toTrainee === trainee)) holders.add(trainee);
  }
  return holders;
}

function speaksOfNir({ type, data }: Fact): boolean {
  const isAct = type === 'trainee-known' || type === 'alias-reassigned';
  return isAct && Array.isArray(data.kinds) && data.kinds.includes('nir');
}

function newer(known: Fact | null, fact: Fact): Fact {
  return known === null || fact.recordedAt >= known.recordedAt ? fact : known;
}

function sessionOf(group: readonly KnownDossier[], sessions: ReadonlyMap<string, SessionRecord>): SessionRecord | null {
  for (const reference of sessionsOf(group)) {
    const session = sessions.get(reference);
    if (session !== undefined) return session;
  }
  return null;
}

function withAmbiguity(
  answer: AssessedDossier,
  group: readonly KnownDossier[],
  ambiguous: ReadonlyMap<number, string>,
  rules: Rules,
): AssessedDossier {
  const found = group.flatMap(({ number }) => {
    const reference = ambiguous.get(number);
    return reference === undefined ? [] : assessed(rules, 'reference-ambiguous', [], { reference });
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

/** Entries of two dossiers nearer than the threshold look like one training told twice (S0 l454-457). */
function acrossDossiers(dossiers: readonly AssessedDossier[], today: string, rules: Rules): Anomaly[] {
  const found: Anomaly[] = [];
  const doubleDays = rules.anomalies['suspected-double']?.threshold ?? 0;
  dossiers.forEach((a, index) => {
    for (const b of dossiers.slice(index + 1)) {
      const overlap = overlapOf(a, b, today);
      if (overlap === null) continue;
      const [first, second] = overlap;
      const facts = [first.entry, second.entry].filter((value) => value !== null);
      const about = { dossier: a.number ?? 0, other: b.number ?? 0 };
      found.push(...assessed(rules, 'overlapping-dossiers', facts, about));
      const days = Math.abs(daysBetween(first.entry?.value ?? '', second.entry?.value ?? ''));
      if (days <= doubleDays && mayBeOne(a.session, b.session))
        found.push(...assessed(rules, 'suspected-double', facts, about));
    }
  });
  return found;
}

function overlapOf(a: DossierRecord, b: DossierRecord, today: string): [Stay, Stay] | null {
  for (const first of a.stays) {
    for (const second of b.stays) {
      const [one, other] = [periodOf(first, today), periodOf(second, today)];
      if (one !== null && other !== null && one.from <= other.to && other.from <= one.to) return [first, second];
    }
  }
  return null;
}

function periodOf(stay: Stay, today: string): { from: string; to: string } | null {
  if (stay.entry === null || stay.state === 'absent-at-entry') return null;
  const from = stay.entry.value;
  return { from, to: endOf(stay)?.value ?? (today > from ? today : from) };
}

/** Two sessions that are known and told by different organisations are two trainings; anything less may be one. */
function mayBeOne(a: SessionRecord | null, b: SessionRecord | null): boolean {
  const [one, other] = [a?.published?.value.mandataireSiret ?? null, b?.published?.value.mandataireSiret ?? null];
  return one === null || other === null || one === other;
}
