import { type SealedCategory, sealedCategories } from '@hub/contracts';
import type { Fact, FactSet } from '../facts.ts';
import { noteFacts } from '../fold/anomalies.ts';
import { authorityContext } from '../fold/authority.ts';
import { inOrder } from '../fold/describe.ts';
import { dayTold } from '../fold/describe-stay.ts';
import { certification, onlyValue, valuesBySlot } from '../fold/lists.ts';
import type { Anomaly, FactRef } from '../fold/record.ts';
import { echoesByOrigin, sift } from '../fold/sift.ts';
import { type Fold, groupBy, isSame, newestOfSources, note, refOf, resolve } from '../fold/slots.ts';
import { compareFacts, compareRecordings, compareText } from '../fold/union.ts';
import type { Rules } from '../rules.ts';
import { employmentPeriods } from './employment-periods.ts';
import { ownFacts } from './moved-facts.ts';
import type { CepPeriod, Description, DossierVerdict, TraineeRecord, TraineeVerdict } from './record.ts';

/**
 * The record of a person beside the dossiers, from the facts of the trainee (identity, CEP, employment, certifications).
 * With the trainee's id, what was moved there counts as its own; without, what any `facts-moved` names is gone.
 */
export function describeTrainee(facts: FactSet, rules: Rules, trainee?: string): TraineeRecord {
  const sifted = sift(inOrder(trainee === undefined ? facts : ownFacts(trainee, facts)));
  const { live, acts } = sifted;
  const { byOrigin, awaiting } = echoesByOrigin(sifted);
  const byType = groupBy([...live, ...acts].sort(compareFacts), (fact) => fact.type);
  const authority = authorityContext(rules.authority, live, [], []);
  const fold: Fold = { rules, authority, echoes: byOrigin, anomalies: [], choices: null };
  noteFacts(fold, sifted, awaiting);
  const told = (type: Fact['type']): readonly Fact[] => byType.get(type) ?? [];
  const described = descriptionsOf(fold, told('trainee-described'));
  const yes = (type: Fact['type']) => onlyValue(fold, byType.get(type), noClosing, () => true as const);
  return {
    known: told('trainee-known').toSorted(compareRecordings).map(refOf),
    described,
    sealed: newestSealed([...told('trainee-known'), ...told('trainee-described')]),
    cepPeriods: cepPeriods(fold, told('cep-period-opened'), told('cep-period-closed')),
    employment: employmentPeriods(fold, told('employment-reported')),
    certifications: valuesBySlot(
      fold,
      byType.get('certification-obtained'),
      noClosing,
      ({ data }) => `${data.registry}:${data.code}`,
      certification,
    ),
    traineeVerdicts: told('trainees-judged').toSorted(compareRecordings).map(traineeVerdict),
    dossierVerdicts: told('dossiers-judged').toSorted(compareRecordings).map(dossierVerdict),
    moved: facts.filter(({ type }) => type === 'facts-moved').flatMap(movedFacts),
    deceased: yes('trainee-deceased'),
    restricted: restrictionOf(fold, told('processing-restricted'), told('processing-restriction-lifted')),
    destroyed: yes('trainee-data-destroyed'),
    anomalies: fold.anomalies as readonly Anomaly[],
  };
}

function noClosing(): null {
  return null;
}

/** What does not agree where a flag of the gateway says no (DESIGN 4); `sameAsKnown` is of version 1. */
const disagreements: Readonly<Record<string, string>> = {
  nirKeyValid: 'nir-key',
  sexAgrees: 'sex',
  birthDateAgrees: 'birth-date',
  sameAsKnown: 'known-identity',
};

/** The newest of each telling system. A flag that says no, or another identity than others tell, is an `identity-conflict`. */
function descriptionsOf(fold: Fold, facts: readonly Fact[]): Description[] {
  const newest = newestOfSources(facts);
  const described = newest.map((fact) => {
    const flags = (fact.data.flags ?? {}) as Readonly<Record<string, boolean>>;
    const wrong = Object.keys(disagreements).filter((flag) => flags[flag] === false);
    const against = wrong.map((flag) => disagreements[flag]).join(' ');
    if (wrong.length > 0) note(fold, 'identity-conflict', [toldWith(fact)], { against });
    return { ...refOf(fact), recordedAt: fact.recordedAt, categories: categoriesOf(fact), flags };
  });
  for (const told of groupBy(facts.filter(saysWho), ({ data }) => saysOf(data).under ?? '').values()) {
    noteDisagreements(fold, told);
  }
  return described;
}

/** The event that a description came with, under the id that its source gave it: the description's own is the hub's. */
function toldWith(fact: Fact): Fact {
  return typeof fact.data.toldWith === 'string' ? { ...fact, id: fact.data.toldWith } : fact;
}

type Says = Readonly<Partial<Record<'under' | 'name' | 'firstName' | 'birth' | 'sex', string>>>;

/** Keyed digests of what a description says, and which key they are under. */
function saysOf({ says }: Fact['data']): Says {
  return (says ?? {}) as Says;
}

function saysWho({ data }: Fact): boolean {
  return data.says !== undefined;
}

/** By which two sources mean the same person; a usual name changes with a marriage. */
const compared = { name: 'birth-name', firstName: 'first-names', birth: 'birth-date', sex: 'sex' } as const;

/**
 * Sources that do not agree on who the person is: one anomaly for all who are at odds on the same fields. The facts have
 * their digests under one key: digests of two keys say nothing to each other.
 */
function noteDisagreements(fold: Fold, facts: readonly Fact[]): void {
  const against = new Map<Fact, string[]>();
  for (const [field, name] of Object.entries(compared) as [keyof typeof compared, string][]) {
    for (const fact of atOdds(facts, field)) against.set(fact, [...(against.get(fact) ?? []), name]);
  }
  const groups = groupBy([...against.keys()].sort(compareRecordings), (fact) => (against.get(fact) ?? []).join(' '));
  for (const [fields, told] of groups) {
    note(fold, 'identity-conflict', told.map(toldWith), { against: fields, among: 'sources' });
  }
}

/**
 * Whoever does not say of this field what most sources say; all, where no value is said by most. What a source told of
 * a field last stands until it tells that field otherwise.
 */
function atOdds(facts: readonly Fact[], field: keyof typeof compared): readonly Fact[] {
  const saying = newestOfSources(facts.filter(({ data }) => saysOf(data)[field] !== undefined));
  const camps = [...groupBy(saying, ({ data }) => saysOf(data)[field] ?? '').values()];
  const most = Math.max(...camps.map(({ length }) => length));
  const greatest = camps.filter(({ length }) => length === most);
  return (greatest.length > 1 ? camps : camps.filter((camp) => camp !== greatest[0])).flat();
}

function categoriesOf(fact: Fact): SealedCategory[] {
  return sealedCategories.filter((category) => fact.sealed?.[category] !== undefined);
}

function newestSealed(facts: readonly Fact[]): Partial<Record<SealedCategory, FactRef>> {
  const sealed: Partial<Record<SealedCategory, FactRef>> = {};
  for (const fact of facts.toSorted(compareRecordings))
    for (const category of categoriesOf(fact)) sealed[category] = refOf(fact);
  return sealed;
}

/** By period reference (S3 l270-277). */
function cepPeriods(fold: Fold, opened: readonly Fact[], closed: readonly Fact[]): CepPeriod[] {
  const byPeriod = groupBy([...opened, ...closed].sort(compareFacts), (fact) => String(fact.data.period));
  return [...byPeriod.keys()].sort(compareText).map((period) => {
    const told = byPeriod.get(period) as Fact[];
    const byType = groupBy(told, (fact) => fact.type);
    const opened = onlyValue(fold, byType.get('cep-period-opened'), noClosing, dayTold);
    const closed = onlyValue(fold, byType.get('cep-period-closed'), noClosing, dayTold);
    const teller = told.find((fact) => isSame(refOf(fact), (opened ?? closed) as FactRef));
    return { period, operatorSiret: String(teller?.data.operatorSiret), opened, closed };
  });
}

export function traineeVerdict(fact: Fact): TraineeVerdict {
  const [a = '', b = ''] = (fact.data.trainees as readonly string[]).toSorted(compareText);
  const agent = typeof fact.data.agent === 'string' ? { agent: fact.data.agent } : {};
  return { ...refOf(fact), trainees: [a, b], ...verdictOf(fact), ...agent };
}

function dossierVerdict(fact: Fact): DossierVerdict {
  const named = (fact.data.numbers ?? fact.data.references ?? []) as readonly (string | number)[];
  const [a = '', b = ''] = named.map(String).sort(compareText);
  return { ...refOf(fact), pair: [a, b], ...verdictOf(fact) };
}

function verdictOf({ data, recordedAt }: Fact): Pick<TraineeVerdict, 'verdict' | 'by' | 'reason' | 'recordedAt'> {
  return {
    verdict: data.verdict === 'same' ? 'same' : 'different',
    by: data.by === 'manual' ? 'manual' : 'rule',
    reason: typeof data.reason === 'string' ? data.reason : null,
    recordedAt,
  };
}

function movedFacts({ data }: Fact): TraineeRecord['moved'] {
  const facts = data.facts as readonly { source: string; id: string }[];
  return facts.map(({ source, id }) => ({ source, id, toTrainee: String(data.toTrainee) }));
}

/** The newest recorded of restrictions and liftings decides (R6323-38). */
function restrictionOf(fold: Fold, restricted: readonly Fact[], lifted: readonly Fact[]): TraineeRecord['restricted'] {
  const last = [...restricted, ...lifted].sort(compareRecordings).at(-1);
  return last?.type === 'processing-restricted' ? resolve(fold, [last], null, () => true as const) : null;
}
