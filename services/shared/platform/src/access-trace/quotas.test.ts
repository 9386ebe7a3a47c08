import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../access/partner.ts';
import { type Counter, claimsOf, judgeQuotas, type Usage } from './quotas.ts';
import type { Grounds, TraceEntry } from './trace-entry.ts';

const [reader, other, third] = ['99000106700018', '99000100800018', '99000102600014'];
const [anna, ben, carla] = ['anna', 'ben', 'carla'];

const by = (pairedWith: readonly string[], ...fundings: readonly string[]): Grounds => ({
  pairedWith,
  excepted: fundings.map((funding) => ({ funding, personsAMonth: 2, month: '2026-06' })),
});

type Shown = readonly [trainee: string, grounds?: Grounds];

function entry(
  operation: TraceEntry['operation'],
  shown: readonly Shown[],
  more: Partial<TraceEntry> = {},
): TraceEntry {
  return {
    reader: { organisation: reader, clientId: 'region', agent: 'agent-1', purpose: null, limits: defaultLimits },
    operation,
    persons: shown.map(([trainee, grounds]) => ({ trainee, dossier: null, ...(grounds && { grounds }) })),
    decision: 'allowed',
    traceparent: '00',
    ...more,
  };
}

/** What is counted of pairs and of exceptions, by quota and subject. */
function groundsCounted(of: TraceEntry): Readonly<Record<string, readonly (string | null)[]>> {
  const claims = claimsOf(of).filter(({ quota }) => /^(pair|exception)-/.test(quota));
  return Object.fromEntries(claims.map(({ quota, subject, items }) => [`${quota} ${subject}`, items]));
}

const pair = (with_: string, ...persons: readonly string[]) => ({
  [`pair-persons-28-days ${reader} ${with_}`]: persons,
  [`pair-new-persons ${reader} ${with_}`]: persons,
});
const exception = (funding: string, ...persons: readonly string[]) => ({
  [`exception-persons ${reader} ${funding} 2026-06`]: persons,
});

describe('what a sight stands on is counted', () => {
  it.each<[string, readonly Shown[], Readonly<Record<string, readonly string[]>>]>([
    ['of nobody where nothing but own rights show them', [[anna], [ben, by([])]], {}],
    ['for a pair of organisations', [[anna, by([other])]], pair(other, anna)],
    ['for each pair by itself', [[anna, by([other, third])]], { ...pair(other, anna), ...pair(third, anna) }],
    [
      'of each person by what shows that one',
      [[anna, by([other])], [ben, by([third])], [carla]],
      {
        ...pair(other, anna),
        ...pair(third, ben),
      },
    ],
    [
      'once of a person who is shown with two dossiers',
      [
        [anna, by([other])],
        [anna, by([other])],
      ],
      pair(other, anna),
    ],
    ['for an exception in its month', [[anna, by([], 'prf')], [ben]], exception('prf', anna)],
    [
      'for both',
      [
        [anna, by([other], 'prf')],
        [ben, by([], 'prf', 'afc')],
      ],
      {
        ...pair(other, anna),
        ...exception('prf', anna, ben),
        ...exception('afc', ben),
      },
    ],
  ])('%s, in reads and in lists alike', (_what, shown, counted) => {
    for (const operation of ['path', 'anomalies', 'expectations'] as const) {
      expect(groundsCounted(entry(operation, shown))).toEqual(counted);
    }
  });

  it.each<[string, TraceEntry]>([
    ['what is refused', entry('anomalies', [[anna, by([other], 'prf')]], { decision: 'forbidden' })],
    ['a count of anomalies', entry('anomaly-counts', [])],
    ['what an operator does', entry('correction', [[anna, by([other])]])],
  ])('not of %s', (_what, of) => {
    expect(groundsCounted(of)).toEqual({});
  });
});

describe('an exception of the convention', () => {
  const usage = (counter: Counter, known: readonly string[]): Usage => ({
    count: ({ quota, subject }) => (quota === counter.quota && subject === counter.subject ? known.length : 0),
    has: ({ quota, subject }, item) => quota === counter.quota && subject === counter.subject && known.includes(item),
  });
  const counter = { quota: 'exception-persons', subject: `${reader} prf 2026-06` } as const;
  const judged = (known: readonly string[]) => {
    const list = entry(
      'anomalies',
      [anna, ben, carla].map((trainee) => [trainee, by([], 'prf')] as const),
    );
    return judgeQuotas(list, claimsOf(list), usage(counter, known)).stoppedBy;
  };

  it('stops a list that holds more persons than are left of its month, and says who is beyond', () => {
    expect(judged([])).toMatchObject({ ...counter, limit: 2, count: 3, beyond: [carla] });
    expect(judged([ben])).toMatchObject({ beyond: [carla] });
    expect(judged([ben, 'dan'])).toMatchObject({ beyond: [anna, carla] });
  });

  it('stops no list of persons who were shown by it before', () => {
    expect(judged([anna, ben, carla])).toBeNull();
  });
});
