import { expect, it, describe as suite } from 'vitest';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import { describeRow } from './summary.ts';

const told = (fact: string, type: string, day: string, data: object = {}) => {
  const [source = '', id = ''] = fact.split('/');
  const receivedAt = `${day}T08:00:00.000Z`;
  return {
    ...{ source, id, type, version: 1, partner: source, digest: fact, references: ['session:eos:67680'] },
    ...{ recordedAt: receivedAt, receivedAt, effectiveDate: day, data: { effectiveDate: day, ...data } },
  } as unknown as Fact;
};
const positioned = told('kairos/p1', 'candidate-positioned', '2026-03-20', {
  ...{ by: 'adviser', mode: 'candidature', funding: 'prf' },
});
const entry = told('eos/e1', 'entry-attested', '2026-04-01');
const echo = told('kairos-ng/k1', 'entry-attested', '2026-04-01', { origin: { source: 'eos', id: 'e1' } });

const missing = (facts: readonly Fact[], now: string | null) =>
  assess(
    describe(factSet(facts), releasedRules),
    null,
    '2026-04-02',
    releasedRules,
    now === null ? null : Date.parse(now),
  )
    .anomalies.filter(({ code }) => code === 'echo-missing')
    .map(({ facts, about }) => [facts, about.by]);
const found = [[[{ source: 'eos', eventId: 'e1' }], 'kairos-ng']];

suite('an echo that does not come', () => {
  it('is missed three hours after the hub received the fact, and not sooner', () => {
    expect(missing([positioned, entry], '2026-04-01T11:00:00.000Z')).toEqual([]);
    expect(missing([positioned, entry], '2026-04-01T11:00:00.001Z')).toEqual(found);
  });

  it('is missed no more once it came, or the system told the entry itself, alike or otherwise', () => {
    const later = '2026-04-09T11:00:00Z';
    expect(missing([positioned, entry, echo], later)).toEqual([]);
    expect(missing([positioned, entry, told('kairos/k2', 'entry-attested', '2026-04-01')], later)).toEqual([]);
    expect(missing([positioned, entry, told('kairos/k2', 'entry-attested', '2026-04-02')], later)).toEqual([]);
  });

  it('is awaited only where the other system positioned, of its funding, and from its day on', () => {
    const later = '2026-04-09T11:00:00Z';
    const by = (source: string, data: object = {}) =>
      told(`${source}/p1`, 'candidate-positioned', '2026-03-20', {
        ...{ by: 'adviser', mode: 'candidature', funding: 'prf', ...data },
      });
    expect(missing([entry], later)).toEqual([]);
    expect(missing([by('ouiform'), entry], later)).toEqual([]);
    expect(missing([by('kairos', { funding: 'health-social' }), entry], later)).toEqual([]);
    expect(missing([positioned, told('eos/e1', 'entry-attested', '2026-03-16')], later)).toEqual([]);
  });

  it('is said by the hour alone, and stands in the columns of the row while it is awaited', () => {
    expect(missing([positioned, entry], null)).toEqual([]);
    const columns = (facts: readonly Fact[]) => describeRow(factSet(facts), releasedRules).summary.anomalies;
    expect(columns([positioned, entry])).toContain('echo-missing');
    expect(columns([positioned, entry, echo])).not.toContain('echo-missing');
  });
});
