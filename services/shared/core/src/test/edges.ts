import type { EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { addDays } from '../calendar.ts';
import type { Fact } from '../dossier/facts.ts';
import { factOf } from './lives.ts';

/**
 * Lives in which every day lies on a limit of some rule, or a day before or after it: what a `<` that became a `<=` turns
 * round shows here. Each event is reported or not, by a system that decides or by one that does not.
 */

const entered = '2026-04-01';
const left = '2026-05-20';
const near = fc.constantFrom(-1, 0, 1);

interface Edge {
  readonly id: string;
  readonly type: EventName;
  readonly sources: readonly string[];
  /** Days from this one, if not the day before, of and after it. */
  readonly from: string;
  readonly by?: fc.Arbitrary<number>;
  readonly data?: (day: string) => fc.Arbitrary<object>;
  /** Days from the day to the recording. */
  readonly recordedAfter?: fc.Arbitrary<number>;
}

const byEos = ['eos', 'kairos-ng'];
const byKairos = ['kairos', 'eos'];
const onTime = fc.constantFrom(0, 2, 3, 4);
const prf = fc.constantFrom({}, { funding: 'prf' }, { funding: 'opco' });

function fixed(data: object): () => fc.Arbitrary<object> {
  return () => fc.constant(data);
}

function until(...days: readonly number[]): (from: string) => fc.Arbitrary<object> {
  return (from) => fc.constantFrom(...days).map((to) => ({ from, to: addDays(from, to) }));
}

const edges: readonly Edge[] = [
  { id: 'p1', type: 'candidate-positioned', sources: ['kairos'], from: '2026-03-17', data: positioning('RDV1') },
  {
    id: 'p1b',
    type: 'candidate-positioned',
    sources: ['france-travail'],
    from: '2026-03-17',
    data: positioning('RDV1'),
  },
  {
    id: 'tr',
    type: 'appointment-transferred',
    sources: ['kairos'],
    from: '2026-03-19',
    data: fixed({ fromSlot: 'RDV1', toSlot: 'RDV2' }),
  },
  { id: 'ca', type: 'appointment-cancelled', sources: ['kairos'], from: '2026-03-19', data: slotOrNone },
  {
    id: 'pr',
    type: 'presence-recorded',
    sources: byKairos,
    from: '2026-03-20',
    data: (_) => fc.record({ slot: fc.constantFrom('RDV1', 'RDV2'), presence: fc.constantFrom('present', 'absent') }),
  },
  { id: 'co', type: 'candidate-contacted', sources: ['kairos'], from: '2026-03-20' },
  { id: 'se', type: 'selection-decided', sources: byKairos, from: '2026-03-22', data: result },
  { id: 'se2', type: 'selection-decided', sources: byKairos, from: '2026-03-22', data: result },
  { id: 'ai', type: 'enrolment-certificate-issued', sources: ['kairos'], from: '2026-03-22' },
  {
    id: 'vr',
    type: 'validation-requested',
    sources: ['france-travail'],
    from: '2026-03-23',
    data: fixed({ validator: 'france-travail' }),
  },
  {
    id: 'en',
    type: 'enrolment-decided',
    sources: ['france-travail', 'kairos'],
    from: '2026-03-24',
    data: (_) => fc.record({ decision: fc.constantFrom('registered', 'registered', 'not-registered') }),
  },
  {
    id: 'wi',
    type: 'positioning-withdrawn',
    sources: ['france-travail'],
    from: '2026-03-22',
    data: fixed({ by: 'self' }),
  },
  {
    id: 'pl',
    type: 'path-planned',
    sources: ['eos'],
    from: '2026-03-22',
    data: (_) =>
      fc.constantFrom(
        { plannedEntry: entered, plannedExit: left, hoursCentre: 100 },
        { plannedEntry: entered, plannedExit: '2026-04-10', hoursCentre: 101 },
      ),
  },
  { id: 'ex', type: 'path-extended', sources: byEos, from: '2026-03-22', data: fixed({ plannedExit: '2026-06-05' }) },
  { id: 'ab', type: 'absent-at-entry', sources: byEos, from: entered, data: (_) => prf },
  {
    id: 'e1',
    type: 'entry-attested',
    sources: byEos,
    from: entered,
    by: fc.constant(0),
    recordedAfter: onTime,
    data: (_) => prf,
  },
  { id: 'e1b', type: 'entry-attested', sources: ['kairos'], from: entered, recordedAfter: onTime, data: echoOf('e1') },
  {
    id: 'i1',
    type: 'interruption-observed',
    sources: byKairos,
    from: '2026-04-06',
    recordedAfter: onTime,
    data: until(13, 14, 15),
  },
  { id: 'i2', type: 'interruption-observed', sources: byKairos, from: left, data: (from) => fc.constant({ from }) },
  { id: 'su', type: 'path-suspended', sources: byEos, from: '2026-04-27', data: until(2, 20) },
  { id: 'r1', type: 'resumption-attested', sources: byKairos, from: '2026-04-06', recordedAfter: onTime },
  {
    id: 'r2',
    type: 'resumption-attested',
    sources: byKairos,
    from: '2026-04-27',
    data: (_) => fc.constantFrom({}, { module: 'm2' }),
  },
  {
    id: 'at',
    type: 'attendance-reported',
    sources: byKairos,
    from: '2026-04-30',
    data: (_) => fc.constantFrom({ month: '2026-04', hours: 100 }, { month: '2026-04', complete: true }),
  },
  {
    id: 'at2',
    type: 'attendance-reported',
    sources: byKairos,
    from: left,
    data: (_) =>
      fc.constantFrom(
        { month: '2026-05', hours: 0 },
        { month: '2026-05', complete: true },
        { month: '2026-06', hours: 1 },
        { month: '2026-06', hours: 0 },
      ),
  },
  { id: 'dn', type: 'abandonment-declared', sources: byEos, from: left, recordedAfter: onTime },
  {
    id: 'x1',
    type: 'exit-declared',
    sources: byEos,
    from: left,
    recordedAfter: onTime,
    data: (_) => fc.record({ kind: fc.constantFrom('planned-end', 'abandonment') }),
  },
  { id: 'x2', type: 'exit-declared', sources: ['kairos', 'eos'], from: entered, data: fixed({ kind: 'planned-end' }) },
  { id: 'h1', type: 'hours-realised', sources: ['eos'], from: entered, data: hoursFrom(109, 110, 111, 510) },
  { id: 'h2', type: 'hours-realised', sources: ['eos'], from: '2026-04-11', data: hoursFrom(0, 390, 400) },
  { id: 'as', type: 'assessment-recorded', sources: byKairos, from: left, data: fixed({ result: 'reached' }) },
  { id: 'sp', type: 'skills-profile-completed', sources: ['kairos'], from: left },
  { id: 'p2', type: 'candidate-positioned', sources: ['kairos'], from: left, data: positioning('RDV3') },
  { id: 'e2', type: 'entry-attested', sources: ['eos', 'kairos', 'opco'], from: left, data: (_) => prf },
  {
    id: 'rt',
    type: 'fact-retracted',
    sources: ['kairos', 'eos'],
    from: left,
    data: (_) =>
      fc
        .constantFrom('e1', 'x1', 'p2', 'i1')
        .map((id) => ({ target: { source: 'eos', id, type: 'entry-attested' }, reason: 'duplicate' })),
  },
];

function positioning(slot: string): () => fc.Arbitrary<object> {
  return () =>
    fc.record({
      by: fc.constant('self'),
      mode: fc.constant('candidature'),
      funding: fc.constantFrom('prf', 'prf', 'france-travail', 'opco'),
      slot: fc.constantFrom(undefined, slot),
    });
}

function slotOrNone(): fc.Arbitrary<object> {
  return fc.constantFrom({}, { slot: 'RDV1' }, { slot: 'RDV2' });
}

function result(): fc.Arbitrary<object> {
  return fc.record({ result: fc.constantFrom('retained', 'not-retained', 'waiting') });
}

function echoOf(id: string): () => fc.Arbitrary<object> {
  return () => fc.constantFrom({}, { origin: { source: 'eos', id } });
}

/** Ten days from `from`, some of which the hours of another period may touch. */
function hoursFrom(...hours: readonly number[]): (from: string) => fc.Arbitrary<object> {
  return (from) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constantFrom(9, 10).map((days) => addDays(from, days)),
      hoursCentre: fc.constantFrom(...hours),
      hoursCompany: fc.constantFrom(0, 1),
    });
}

function factAt({ id, type, sources, from, by = near, data = fixed({}), recordedAfter = fc.constant(1) }: Edge) {
  return fc
    .tuple(
      fc.constantFrom(...sources),
      by.map((days) => addDays(from, days)),
      recordedAfter,
    )
    .chain(([source, on, after]) =>
      data(on).map((reported) =>
        factOf({
          source,
          id,
          type,
          on,
          data: reported,
          references: ['session:eos:67680'],
          recordedAfter: after,
          received: 1,
        }),
      ),
    );
}

export const edgeLife: fc.Arbitrary<Fact[]> = fc
  .tuple(...edges.map((edge) => fc.option(factAt(edge), { freq: 3 })))
  .map((facts) => facts.filter((fact) => fact !== null));
