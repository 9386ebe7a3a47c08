import { createHash } from 'node:crypto';
import { catalogueEntry, type EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { addDays } from '../calendar.ts';
import type { Fact } from '../facts.ts';

/** Facts of generated lives: any event of a dossier, few days, few sources, few ids, so that everything collides. */

const sources = ['eos', 'kairos', 'kairos-ng', 'soistiss', 'france-travail', 'opco', 'operator'];
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
const target = fc.record({ source: fc.constantFrom(...sources), id: fc.constantFrom(...ids) });

/** Properties of each type, given the fact's day. */
const content: Partial<Record<EventName, (day: string) => fc.Arbitrary<object>>> = {
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
  'firm-place-granted': nothing,
  'training-plan-validated': nothing,
  'validation-requested': () => fc.record({ validator: fc.constantFrom('france-travail', 'mission-locale') }),
  'enrolment-decided': () => fc.record({ decision: fc.constantFrom('registered', 'not-registered') }),
  'positioning-withdrawn': () => fc.record({ by: fc.constantFrom('self', 'adviser') }),
  'path-planned': (from) =>
    fc.record({
      plannedEntry: fc.constant(from),
      plannedExit: fc.integer({ min: 0, max: 90 }).map((days) => addDays(from, days)),
      hoursCentre: fc.integer({ min: 0, max: 700 }),
    }),
  'path-extended': () => fc.record({ plannedExit: day }),
  'situation-declared': nothing,
  'quote-decided': () =>
    fc.record({ device: fc.constantFrom('aif', 'poei'), state: fc.constantFrom('sent', 'accepted') }),
  'entry-attested': nothing,
  'absent-at-entry': nothing,
  'resumption-attested': nothing,
  'interruption-planned': period,
  'interruption-observed': openPeriod,
  'path-suspended': period,
  'absence-declared': (from) => fc.record({ from: fc.constant(from), to: fc.constant(from), justified: fc.boolean() }),
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
      sent: fc.boolean(),
      kind: fc.constant('1'),
      rhythm: fc.constant('monthly'),
    }),
  'service-done': () => fc.record({ state: fc.constantFrom('declared', 'validated') }),
  'skills-profile-completed': nothing,
  'certification-obtained': () => fc.record({ registry: fc.constant('rncp'), code: fc.constantFrom('320', '5678') }),
  'fact-retracted': () =>
    fc.record({
      target: target.map((named) => ({ ...named, type: 'entry-attested' })),
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

function financing(from: string): fc.Arbitrary<object> {
  return fc.record({
    line: fc.constantFrom('L1', 'L2'),
    financerSiret: fc.constant('23450002300028'),
    funding: fc.constantFrom(...fundings),
    device: fc.constant('prf'),
    from: fc.constant(from),
    amount: fc.integer({ min: 0, max: 500_000 }),
  });
}

/** Types of which lives are made here: every event whose subject is a dossier. */
export const livedTypes = Object.keys(content) as EventName[];

const relations = fc.record({
  corrects: fc.option(fc.array(fc.oneof(fc.constantFrom(...ids), target), { minLength: 1, maxLength: 2 }), {
    nil: undefined,
    freq: 7,
  }),
  origin: fc.option(target, { nil: undefined, freq: 9 }),
  statement: fc.option(fc.record({ ref: fc.constantFrom('s1', 's2'), sequence: fc.integer({ min: 1, max: 4 }) }), {
    nil: undefined,
    freq: 6,
  }),
  attempt: fc.option(fc.constantFrom('a1', 'a2'), { nil: undefined, freq: 8 }),
  module: fc.option(fc.constantFrom('m1', 'm2'), { nil: undefined, freq: 8 }),
});

const told = fc.tuple(fc.constantFrom(...livedTypes), day).chain(([type, on]) =>
  fc.record({
    source: fc.constantFrom(...sources),
    id: fc.constantFrom(...ids),
    type: fc.constant(type),
    on: fc.constant(on),
    data: (content[type] ?? nothing)(on),
    relations,
    references: fc.constantFrom(...references),
    recordedAfter: fc.integer({ min: 0, max: 9 }),
    received: fc.integer({ min: 0, max: 40 }),
  }),
);

/** Facts in the order generated; the same identity may come with several contents, and the same content several times. */
export const life: fc.Arbitrary<Fact[]> = fc.array(told, { minLength: 1, maxLength: 22 }).map((events) =>
  events.map(({ source, id, type, on, data, relations: related, references: refs, recordedAfter, received }): Fact => {
    const content = JSON.parse(JSON.stringify({ effectiveDate: on, ...data, ...related })) as Record<string, unknown>;
    return {
      source,
      id,
      type,
      version: 1,
      partner: source === 'kairos-ng' ? 'kairos' : source,
      recordedAt: `${addDays(on, recordedAfter)}T09:00:00.000Z`,
      receivedAt: `2026-09-01T00:00:${String(received).padStart(2, '0')}.000Z`,
      effectiveDate: on,
      digest: createHash('sha256')
        .update(JSON.stringify([type, content, refs]))
        .digest('base64url'),
      references: refs,
      data: content,
    };
  }),
);

/** Every event of the catalogue whose subject is a dossier, but for the hub's own. */
export function dossierTypes(names: readonly EventName[]): EventName[] {
  return names.filter((name) => catalogueEntry(name).subject === 'dossier' && catalogueEntry(name).told !== 'hub');
}
