import { createHash } from 'node:crypto';
import { catalogueEntry, type EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { addDays } from '../calendar.ts';
import type { Fact } from '../dossier/facts.ts';
import { asFact } from './as-fact.ts';

/** Facts of generated lives: any event of a dossier, few days, few sources, few ids, so that everything meets. */

const sources = ['eos', 'kairos', 'kairos-ng', 'soistiss', 'france-travail', 'opco', 'operator'];
/** For whom each of them writes; nobody is asked who the operators are. */
export const organisationOf: Readonly<Record<string, string>> = {
  kairos: '99000105900015',
  'kairos-ng': '99000105900015',
  'france-travail': '99000105900015',
  eos: '99000106700018',
  soistiss: '99000104200011',
  opco: '99000108300015',
  cep: '99000109100018',
  cdc: '99000110900018',
  msa: '99000119000018',
};
const ids = Array.from({ length: 14 }, (_, index) => `e${index}`);
const slots = ['RDV1', 'RDV2', 'RDV3'];
const fundings = ['prf', 'health-social', 'france-travail', 'opco'];
const references = [
  ['session:eos:67680'],
  ['session:eos:67680', 'file:eos:1894'],
  ['session:07:114782', 'file:eos:1894'],
  ['file:opco:A'],
];

const day = fc.integer({ min: 0, max: 140 }).map((days) => addDays('2026-02-10', days));
const slot = fc.option(fc.constantFrom(...slots), { nil: undefined });

/** Whom facts come from, and the ids they have: where there are few, most facts meet, re-use an id or name each other. */
interface Systems {
  readonly sources: readonly string[];
  readonly ids: readonly string[];
  readonly types: readonly EventName[];
}

function targetOf({ sources: of, ids: named }: Systems): fc.Arbitrary<{ source: string; id: string }> {
  return fc.record({ source: fc.constantFrom(...of), id: fc.constantFrom(...named) });
}

/** Properties of each type, given the fact's day. */
const content: Partial<Record<EventName, (day: string, systems: Systems) => fc.Arbitrary<object>>> = {
  'candidate-positioned': () =>
    fc.record({
      by: fc.constantFrom('france-travail', 'self'),
      mode: fc.constantFrom('appointment', 'candidature'),
      slot,
      funding: fc.option(fc.constantFrom(...fundings), { nil: undefined }),
    }),
  'candidate-contacted': nothing,
  'appointment-transferred': () =>
    fc.record({ fromSlot: fc.constantFrom(...slots), toSlot: fc.constantFrom(...slots) }),
  'appointment-cancelled': () => fc.record({ slot }),
  'presence-recorded': () => fc.record({ slot, presence: fc.constantFrom('present', 'absent') }),
  'selection-decided': () => fc.record({ slot, result: fc.constantFrom('retained', 'not-retained', 'waiting') }),
  'enrolment-certificate-issued': nothing,
  'registration-certificate-issued': nothing,
  'firm-place-granted': nothing,
  'training-plan-validated': nothing,
  'validation-requested': () => fc.record({ validator: fc.constantFrom('france-travail', 'mission-locale') }),
  'enrolment-decided': () => fc.record({ decision: fc.constantFrom('registered', 'not-registered') }),
  'positioning-withdrawn': () => fc.record({ by: fc.constantFrom('self', 'adviser') }),
  'path-planned': (from) =>
    fc.record({
      scope: rarely(3, fc.constantFrom('session', 'path')),
      plannedEntry: fc.constant(from),
      plannedExit: fc.integer({ min: 0, max: 90 }).map((days) => addDays(from, days)),
      hoursCentre: fc.integer({ min: 0, max: 700 }),
      teachingMode: fc.option(fc.constantFrom('in-person', 'blended', 'distance'), { nil: undefined }),
    }),
  'path-extended': () => fc.record({ plannedExit: day }),
  'host-company-declared': (from) =>
    fc.record({
      line: fc.constantFrom('1', '2'),
      siret: rarely(2, fc.constant('99000102600014')),
      start: fc.constant(from),
      end: fc.integer({ min: 0, max: 20 }).map((days) => addDays(from, days)),
      hours: fc.integer({ min: 0, max: 200 }),
    }),
  'situation-declared': nothing,
  'quote-decided': () =>
    fc.record({
      device: fc.constantFrom('aif', 'poei'),
      state: fc.constantFrom('sent', 'accepted'),
      decidedBy: fc.constantFrom(undefined, 'candidate', 'france-travail'),
    }),
  'attendance-sheet-signed': () => paper('complete', 'partial'),
  'invoice-prepared': () => paper('draft', 'ready'),
  'invoice-sent': () => paper('sent', 'refused'),
  'training-cost-declared': () =>
    fc.record({ amount: fc.integer({ min: 0, max: 500_000 }), basis: fc.constantFrom('person', 'hour', 'action') }),
  'adviser-notified': () =>
    fc.record({
      about: fc.constantFrom('interruption', 'changed-end', 'scheme-change', 'abandonment'),
      told: fc.constantFrom('france-travail', 'mission-locale'),
      plannedExit: fc.option(day, { nil: undefined }),
    }),
  'entry-attested': nothing,
  'absent-at-entry': nothing,
  'resumption-attested': nothing,
  'interruption-planned': period,
  'interruption-observed': openPeriod,
  'path-suspended': period,
  'absence-declared': (from) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constant(from),
      kind: fc.constantFrom(undefined, 'absence', 'lateness'),
      startsAt: fc.constantFrom(undefined, '09:00', '13:30'),
      minutes: fc.constantFrom(undefined, 15, 25),
      justified: fc.boolean(),
    }),
  'attendance-reported': () =>
    fc.record({ month: fc.constantFrom('2026-03', '2026-04', '2026-05'), hours: fc.integer({ min: 0, max: 150 }) }),
  'abandonment-declared': nothing,
  'exit-declared': () => fc.record({ kind: fc.constantFrom('planned-end', 'abandonment', 'employment') }),
  'hours-realised': (from) =>
    fc.record({
      from: fc.constant(from),
      to: fc.integer({ min: 0, max: 40 }).map((days) => addDays(from, days)),
      hoursCentre: fc.integer({ min: 0, max: 400 }),
      hoursCompany: fc.integer({ min: 0, max: 100 }),
    }),
  'assessment-recorded': () => fc.record({ result: fc.constantFrom('reached', 'partly-reached') }),
  'financing-engaged': (from) => financing(from),
  'financing-realised': (from) => financing(from),
  'remuneration-set': () =>
    fc.record({
      payBody: fc.constantFrom('asp', 'docapost'),
      payBodySiret: rarely(2, fc.constantFrom('99000118200015', '99000106700018')),
      sent: fc.boolean(),
      chargedFrom: rarely(2, day),
      rhythm: fc.constant('monthly'),
    }),
  'service-done': () => fc.record({ state: fc.constantFrom('declared', 'validated') }),
  'skills-profile-completed': nothing,
  'certification-obtained': () => fc.record({ registry: fc.constant('rncp'), code: fc.constantFrom('320', '5678') }),
  'fact-retracted': (_, systems) =>
    fc.record({
      target: targetOf(systems).map((named) => ({ ...named, type: 'entry-attested' })),
      reason: fc.constant('entered-in-error'),
    }),
  'dossier-withdrawn': () => day.map((until) => ({ dossier: 100_000_000, until: `${until}T12:00:00Z` })),
};

function nothing(): fc.Arbitrary<object> {
  return fc.constant({});
}

function period(from: string): fc.Arbitrary<object> {
  return fc.record({ from: fc.constant(from), to: fc.integer({ min: 0, max: 40 }).map((days) => addDays(from, days)) });
}

function openPeriod(from: string): fc.Arbitrary<object> {
  return fc.oneof(period(from), fc.record({ from: fc.constant(from) }));
}

function paper(...states: readonly string[]): fc.Arbitrary<object> {
  return fc.record({
    month: fc.constantFrom('2026-03', '2026-04', undefined),
    document: fc.constantFrom('D1', 'D2'),
    state: fc.constantFrom(...states),
  });
}

function financing(from: string): fc.Arbitrary<object> {
  return fc.record({
    line: fc.constantFrom('L1', 'L2'),
    financerSiret: fc.constantFrom('23450002300028', '99000106700018', '99000108300015'),
    delegatedBySiret: fc.constantFrom(undefined, '18450311800020'),
    coFinancers: rarely(3, fc.constant([{ siret: '99000106700018', amount: 12_000 }, { siret: '18450311800020' }])),
    employerSiret: rarely(2, fc.constantFrom('99000102600014', '99000114100011')),
    funding: fc.constantFrom(...fundings),
    device: fc.constant('prf'),
    from: fc.constant(from),
    amount: fc.integer({ min: 0, max: 500_000 }),
  });
}

/** Types of which lives are made here: every event whose subject is a dossier. */
export const livedTypes = Object.keys(content) as EventName[];

const removing: readonly EventName[] = ['fact-retracted', 'dossier-withdrawn'];
const many: Systems = { sources, ids, types: livedTypes };
const few: Systems = {
  sources: ['eos', 'kairos', 'kairos-ng'],
  ids: ids.slice(0, 3),
  types: [...livedTypes, ...removing, ...removing, ...removing],
};

/** Undefined but for one in so many: `freq` of `fc.option` counts the other way round. */
export function rarely<T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function relationsOf(systems: Systems): fc.Arbitrary<object> {
  const target = targetOf(systems);
  return fc.record({
    corrects: rarely(8, fc.array(fc.oneof(fc.constantFrom(...systems.ids), target), { minLength: 1, maxLength: 2 })),
    origin: rarely(10, target),
    statement: rarely(8, fc.record({ ref: fc.constantFrom('s1', 's2'), sequence: fc.integer({ min: 1, max: 4 }) })),
    attempt: rarely(8, fc.constantFrom('a1', 'a2')),
    module: rarely(12, fc.constantFrom('m1', 'm2')),
    organisationSiret: rarely(12, fc.constantFrom('82422814200660', '82422814201874')),
  });
}

const allReferences = fc.constantFrom(...references);

function reportedBy(systems: Systems, named: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Fact> {
  return fc.tuple(fc.constantFrom(...systems.types), day).chain(([type, on]) =>
    fc
      .record({
        source: fc.constantFrom(...systems.sources),
        id: fc.constantFrom(...systems.ids),
        type: fc.constant(type),
        on: fc.constant(on),
        data: (content[type] ?? nothing)(on, systems),
        relations: relationsOf(systems),
        references: named,
        recordedAfter: fc.integer({ min: 0, max: 9 }),
        received: fc.integer({ min: 0, max: 40 }),
      })
      .map(factOf),
  );
}

interface Reported {
  readonly source: string;
  readonly id: string;
  readonly type: EventName;
  /** effectiveDate; null: none. */
  readonly on: string | null;
  readonly data: object;
  readonly relations?: object;
  readonly references: readonly string[];
  /** Days from `on`, or from the first day of lives, to the recording. */
  readonly recordedAfter: number;
  /** Seconds: the order in which the hub received them. */
  readonly received: number;
}

export function factOf({ source, id, type, on, data, relations: related, references: refs, ...times }: Reported): Fact {
  const organisation = organisationOf[source];
  const dated = on === null ? {} : { effectiveDate: on };
  const content = JSON.parse(JSON.stringify({ ...dated, ...data, ...related })) as Record<string, unknown>;
  return asFact({
    source,
    id,
    type,
    version: 1,
    partner: source === 'kairos-ng' ? 'kairos' : source,
    ...(organisation === undefined ? {} : { organisation }),
    recordedAt: `${addDays(on ?? '2026-02-10', times.recordedAfter)}T09:00:00.000Z`,
    receivedAt: `2026-09-01T00:00:${String(times.received).padStart(2, '0')}.000Z`,
    effectiveDate: on,
    digest: createHash('sha256')
      .update(JSON.stringify([type, content, refs]))
      .digest('base64url'),
    references: refs,
    data: content,
  });
}

/** Facts in the order generated; the same identity may come with several contents, and the same content several times. */
export const life: fc.Arbitrary<Fact[]> = lifeOf(allReferences, 22);

/** A life in which a stay of PRF was opened by its authority, with an exit or not; half of random lives have no stay. */
export const begunLife: fc.Arbitrary<Fact[]> = fc
  .tuple(life, fc.boolean())
  .map(([facts, isLeft]) => [...facts, ...(isLeft ? stay : stay.slice(0, 2))]);

/** A life whose last stay was closed by its authority after everything else. */
export const closedLife: fc.Arbitrary<Fact[]> = life.map((facts) => [...facts, ...stay]);

const stay: readonly Fact[] = (
  [
    ['kairos', 'candidate-positioned', '2026-03-18', { by: 'self', mode: 'candidature', funding: 'prf' }],
    ['eos', 'entry-attested', '2026-04-01', { funding: 'prf' }],
    ['eos', 'exit-declared', '2026-07-10', { funding: 'prf', kind: 'planned-end' }],
  ] as const
).map(([source, type, on, data]) =>
  factOf({ source, id: `stay-${type}`, type, on, data, references: [], recordedAfter: 0, received: 41 }),
);

/** A life of at most `factsMax` facts that all name one of these lists of references. */
export function lifeOf(named: fc.Arbitrary<readonly string[]>, factsMax: number): fc.Arbitrary<Fact[]> {
  const reported = [many, few].map((systems) =>
    fc.array(reportedBy(systems, named), { minLength: 1, maxLength: factsMax }),
  );
  return fc.oneof(...reported);
}

/** One fact more, under an id that no life has: without relations or references, of these types, reported by any source. */
export function plainFact(types: readonly EventName[], days: fc.Arbitrary<string> = day): fc.Arbitrary<Fact> {
  return fc.tuple(fc.constantFrom(...types), days).chain(([type, on]) =>
    fc
      .record({
        source: fc.constantFrom(...sources),
        id: fc.constant('added'),
        type: fc.constant(type),
        on: fc.constant(on),
        data: (content[type] ?? nothing)(on, many),
        references: fc.constant([]),
        recordedAfter: fc.integer({ min: 0, max: 9 }),
        received: fc.integer({ min: 0, max: 40 }),
      })
      .map(factOf),
  );
}

/**
 * Every fact up to three times: sent again it is recorded and received at other times, and what is sealed in it is another
 * ciphertext, under the same digest.
 */
export function sentAgain(facts: readonly Fact[]): Fact[] {
  return facts.flatMap((fact, index) => [fact, copyOf(fact, index, 11), copyOf(fact, index, 29)]);
}

function copyOf(fact: Fact, index: number, step: number): Fact {
  const second = (Number(fact.receivedAt.slice(17, 19)) + step * (index + 1)) % 60;
  return {
    ...fact,
    recordedAt: fact.recordedAt.replace('T09:', `T${10 + (step % 7)}:`),
    receivedAt: `${fact.receivedAt.slice(0, 17)}${String(second).padStart(2, '0')}.000Z`,
    sealed: { situation: `block ${index} ${step}` },
  };
}

/** Every event of the catalogue whose subject is a dossier, but for the hub's own. */
export function dossierTypes(names: readonly EventName[]): EventName[] {
  return names.filter((name) => catalogueEntry(name).subject === 'dossier' && catalogueEntry(name).reporter !== 'hub');
}
