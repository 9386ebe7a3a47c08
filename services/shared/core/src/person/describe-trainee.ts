import { type SealedCategory, sealedCategories } from '@hub/contracts';
import { anomaliesOfFacts, tiesOfNewest } from '../dossier/anomalies.ts';
import { type AnomalyContext, anomaly } from '../dossier/anomaly.ts';
import { authorityContext } from '../dossier/authority.ts';
import { inOrder } from '../dossier/describe.ts';
import { dayOfFact } from '../dossier/describe-stay.ts';
import { fieldKey } from '../dossier/event-kinds.ts';
import { isSame, newestOfSources, refOf, refs } from '../dossier/fact-refs.ts';
import {
  byType,
  compareFacts,
  compareRecordings,
  compareText,
  type Fact,
  type FactSet,
  type FactsByType,
  factsOf,
  groupBy,
} from '../dossier/facts.ts';
import { certification } from '../dossier/fields.ts';
import { echoesByOrigin, sift } from '../dossier/live-facts.ts';
import { after, gather, gatherList, type Noted, noted } from '../dossier/noted.ts';
import type { Anomaly, FactRef, FieldValue } from '../dossier/record.ts';
import { type FoldContext, resolve, resolveEach, resolveOnly, yes } from '../dossier/resolve.ts';
import { canonicalReference } from '../identifiers/training-reference.ts';
import type { Rules } from '../rules.ts';
import { employmentPeriods } from './employment-periods.ts';
import { ownFacts } from './moved-facts.ts';
import type {
  CepPeriod,
  Description,
  DossierVerdict,
  RegistrationPeriod,
  TraineeRecord,
  TraineeVerdict,
} from './person-record.ts';
import { toldPeople } from './told-people.ts';

/**
 * The record of a person beside the dossiers, from the facts of the trainee (identity, CEP, employment, certifications).
 * With the trainee's id, what was moved there counts as its own; without, what any `facts-moved` names is gone.
 */
export function describeTrainee(facts: FactSet, rules: Rules, trainee?: string): TraineeRecord {
  const sifted = sift(inOrder(trainee === undefined ? facts : ownFacts(trainee, facts)));
  const { live, acts } = sifted;
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const known = byType([...live, ...acts].sort(compareFacts));
  const authority = authorityContext(rules.authority, live);
  const context: FoldContext = { rules, funding: authority.funding, authority, echoes: byOrigin };
  const identifiers = factsOf(known, 'trainee-known');
  const descriptions = factsOf(known, 'trainee-described');
  const fields = gather({
    described: descriptionsOf(context, descriptions),
    cepPeriods: cepPeriods(context, factsOf(known, 'cep-period-opened'), factsOf(known, 'cep-period-closed')),
    registrations: registrations(
      context,
      factsOf(known, 'job-seeker-period-opened'),
      factsOf(known, 'job-seeker-period-closed'),
    ),
    employment: employmentPeriods(context, factsOf(known, 'employment-reported')),
    certifications: resolveEach(context, factsOf(known, 'certification-obtained'), () => null, certification),
    deceased: resolveOnly(context, factsOf(known, 'trainee-deceased'), () => null, yes),
    restricted: restrictionOf(
      context,
      factsOf(known, 'processing-restricted'),
      factsOf(known, 'processing-restriction-lifted'),
    ),
    destroyed: resolveOnly(context, factsOf(known, 'trainee-data-destroyed'), () => null, yes),
  });
  const told = toldPeople(descriptions);
  return {
    ...fields.value,
    mayBeSeveral: told.length < rules.birthDatesOfSeveral ? [] : told,
    known: identifiers.toSorted(compareRecordings).map(refOf),
    sealed: newestSealed([...identifiers, ...descriptions]),
    traineeVerdicts: factsOf(known, 'trainees-judged').toSorted(compareRecordings).map(traineeVerdict),
    dossierVerdicts: factsOf(known, 'dossiers-judged').toSorted(compareRecordings).map(dossierVerdict),
    moved: factsOf(byType(facts), 'facts-moved').flatMap(movedFacts),
    anomalies: [...anomaliesOfFacts(context, sifted, awaiting), ...fields.anomalies, ...tiesOfPerson(context, known)],
  };
}

/** Of what the newest decides: verdicts by hand and by rule on a pair, restrictions, what each source says of the identity. */
function tiesOfPerson(context: FoldContext, known: FactsByType): readonly Anomaly[] {
  const restrictions = [...factsOf(known, 'processing-restricted'), ...factsOf(known, 'processing-restriction-lifted')];
  return [
    ...tiesOfNewest(
      context,
      factsOf(known, 'trainees-judged'),
      (fact) => `${traineeVerdict(fact).trainees.join(' ')} ${fact.data.by}`,
      ({ data }) => data.verdict,
    ),
    ...tiesOfNewest(
      context,
      factsOf(known, 'dossiers-judged'),
      (fact) => `${dossierVerdict(fact).pair.join(' ')} ${fact.data.by}`,
      ({ data }) => data.verdict,
    ),
    ...tiesOfNewest<Fact>(
      context,
      restrictions,
      () => '',
      ({ type }) => type,
    ),
    ...tiesOfNewest(
      context,
      factsOf(known, 'trainee-described'),
      ({ source }) => source,
      ({ digest }) => digest,
    ),
  ];
}

/** What does not agree where a flag of the gateway says no (rules.md, Identifiers and persons). */
const disagreements = { nirKeyValid: 'nir-key', sexAgrees: 'sex', birthDateAgrees: 'birth-date' } as const;

type Described = Fact<'trainee-described'>;

/** The newest of each source. A flag that says no, or another identity than other sources say, is an `identity-conflict`. */
function descriptionsOf(context: FoldContext, facts: readonly Described[]): Noted<readonly Description[]> {
  const newest = newestOfSources(facts);
  const flagged = newest.flatMap((fact) => {
    const { flags } = fact.data;
    const names = Object.keys(disagreements) as (keyof typeof disagreements)[];
    const against = names.filter((flag) => flags[flag] === false).map((flag) => disagreements[flag]);
    return against.length === 0
      ? []
      : anomaly(context, 'identity-conflict', refs([reportedWith(fact)]), { against: against.join(' ') });
  });
  const underOneKey = groupBy(
    facts.filter(({ data }) => data.says !== undefined),
    ({ data }) => data.says?.under ?? '',
  );
  const atOdds = [...underOneKey.values()].flatMap((comparable) => disagreementsOf(context, comparable));
  const described = newest.map((fact) => {
    return { ...refOf(fact), recordedAt: fact.recordedAt, categories: categoriesOf(fact), flags: fact.data.flags };
  });
  return noted(described, [...flagged, ...atOdds]);
}

/** The event that a description came with, under the id that its source gave it: the description's own is the hub's. */
function reportedWith(fact: Described): Fact {
  return { ...fact, id: fact.data.toldWith };
}

/** By which two sources mean the same person; a usual name changes with a marriage. */
const compared = { name: 'birth-name', firstName: 'first-names', birth: 'birth-date', sex: 'sex' } as const;

/**
 * Sources that do not agree on who the person is: one anomaly for all who are at odds on the same fields. The facts have
 * their digests under one key: digests of two keys say nothing to each other.
 */
function disagreementsOf(context: AnomalyContext, facts: readonly Described[]): readonly Anomaly[] {
  const fields = Object.keys(compared) as (keyof typeof compared)[];
  const against = new Map(facts.map((fact) => [fact, [] as string[]]));
  for (const field of fields) for (const fact of atOdds(facts, field)) against.get(fact)?.push(compared[field]);
  const disputing = facts.filter((fact) => (against.get(fact) ?? []).length > 0).toSorted(compareRecordings);
  const groups = groupBy(disputing, (fact) => (against.get(fact) ?? []).join(' '));
  return [...groups].flatMap(([named, sources]) =>
    anomaly(context, 'identity-conflict', refs(sources.map(reportedWith)), { against: named, among: 'sources' }),
  );
}

/**
 * Whoever does not say of this field what most sources say; all, where no value is said by most. What a source said of
 * a field last stands until it says that field otherwise.
 */
function atOdds(facts: readonly Described[], field: keyof typeof compared): readonly Described[] {
  const saying = newestOfSources(facts.filter(({ data }) => data.says?.[field] !== undefined));
  const camps = [...groupBy(saying, ({ data }) => data.says?.[field] ?? '').values()];
  const most = Math.max(...camps.map(({ length }) => length));
  const greatest = camps.filter(({ length }) => length === most);
  return (greatest.length > 1 ? camps : camps.filter((camp) => camp !== greatest[0])).flat();
}

function categoriesOf(fact: Fact): SealedCategory[] {
  return sealedCategories.filter((category) => fact.sealed?.[category] !== undefined);
}

function newestSealed(facts: readonly Fact[]): Partial<Record<SealedCategory, FactRef>> {
  const newest = facts
    .toSorted(compareRecordings)
    .flatMap((fact) => categoriesOf(fact).map((category) => [category, refOf(fact)] as const));
  return Object.fromEntries(newest);
}

/** By period reference, of each source its own. */
function cepPeriods(
  context: FoldContext,
  opened: readonly Fact<'cep-period-opened'>[],
  closed: readonly Fact<'cep-period-closed'>[],
): Noted<readonly CepPeriod[]> {
  return periodsOf(context, opened, closed, (days) => {
    const decided = days.opened ?? days.closed;
    const operator = [...opened, ...closed].find((fact) => decided !== null && isSame(refOf(fact), decided));
    return { operatorSiret: operator?.data.operatorSiret ?? '' };
  });
}

/** By period reference. */
function registrations(
  context: FoldContext,
  opened: readonly Fact<'job-seeker-period-opened'>[],
  closed: readonly Fact<'job-seeker-period-closed'>[],
): Noted<readonly RegistrationPeriod[]> {
  return periodsOf(context, opened, closed, (days) => {
    const { opened: first } = days;
    const told = opened.find((fact) => first !== null && isSame(refOf(fact), first));
    return { referentSiret: told?.data.referentSiret ?? null };
  });
}

interface PeriodDays {
  readonly opened: FieldValue<string> | null;
  readonly closed: FieldValue<string> | null;
}

type PeriodFact = Fact<`${'cep' | 'job-seeker'}-period-${'opened' | 'closed'}`>;

/** Periods that one event opens and another closes, each under its source's reference; `more`: what else is known of one. */
function periodsOf<More>(
  context: FoldContext,
  opened: readonly PeriodFact[],
  closed: readonly PeriodFact[],
  more: (days: PeriodDays) => More,
): Noted<readonly ({ readonly period: string } & More & PeriodDays)[]> {
  const byPeriod = groupBy([...opened, ...closed].sort(compareFacts), fieldKey);
  return gatherList(
    [...byPeriod.keys()].sort(compareText).map((key) => {
      const own = byPeriod.get(key) ?? [];
      const dayIn = (facts: readonly PeriodFact[]) =>
        resolveOnly(
          context,
          own.filter((fact) => facts.includes(fact)),
          () => null,
          dayOfFact,
        );
      const days = gather({ opened: dayIn(opened), closed: dayIn(closed) });
      return after({ period: own[0]?.data.period ?? '', ...more(days.value), ...days.value }, days);
    }),
  );
}

export function traineeVerdict(fact: Fact<'trainees-judged'>): TraineeVerdict {
  const { trainees, agent, by } = fact.data;
  const [a = '', b = ''] = trainees.toSorted(compareText);
  const told = by === 'rule' && fact.organisation !== undefined ? { organisation: fact.organisation } : {};
  return { ...refOf(fact), trainees: [a, b], ...verdictOf(fact), ...(agent === undefined ? {} : { agent }), ...told };
}

function dossierVerdict(fact: Fact<'dossiers-judged'>): DossierVerdict {
  const { numbers, references } = fact.data;
  // Dossiers are known by canonical references, however an operator wrote them.
  const canonical = references?.map(canonicalReference);
  const [a = '', b = ''] = (numbers?.map(String) ?? canonical ?? []).toSorted(compareText);
  return { ...refOf(fact), pair: [a, b], ...verdictOf(fact) };
}

function verdictOf({ data, recordedAt }: Fact<'trainees-judged' | 'dossiers-judged'>) {
  const { verdict, by, reason = null } = data;
  return { verdict, by, reason, recordedAt };
}

function movedFacts({ data: { facts, toTrainee } }: Fact<'facts-moved'>): TraineeRecord['moved'] {
  return facts.map(({ source, id }) => ({ source, id, toTrainee }));
}

/** The newest recorded of restrictions and liftings decides (Code du travail R6323-38). */
function restrictionOf(
  context: FoldContext,
  restricted: readonly Fact[],
  lifted: readonly Fact[],
): Noted<TraineeRecord['restricted']> {
  const last = [...restricted, ...lifted].sort(compareRecordings).at(-1);
  return last?.type === 'processing-restricted' ? resolve(context, [last], null, yes) : noted(null);
}
