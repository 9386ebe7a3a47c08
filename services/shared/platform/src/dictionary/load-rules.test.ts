import { describe, expect, it } from 'vitest';
import { loadRules } from './load-rules.ts';

const rules = loadRules();

describe('the rules', () => {
  it('reach the core without labels', () => {
    expect(rules.anomalies['late-declaration']).toEqual({ severity: 'warning', threshold: 3 });
    expect(rules.expectations.validation).toEqual({ days: 7 });
    expect(rules).toMatchObject({ dayCount: 'calendar', interruptionDaysMax: 15, factsMax: 2_000 });
    expect(JSON.stringify(rules)).not.toMatch(/sentence|remedy|inferred|label/);
  });

  it('put the natures of contract in the classes of the best job', () => {
    expect(rules.contractClasses.interim).toEqual(['03']);
    expect(rules.contractClasses.cdi).toContain('82');
    expect(rules.contractClasses.cdd).toContain('02');
  });

  it('switch PRF entries from both systems to EOS by date of candidature, and from Kairos to Kairos NG by date of capture', () => {
    const row = rules.authority.rows.find(({ id }) => id === 'cvl-attest-entry-prf');
    expect(row?.regimes).toEqual([
      { name: 'hub', when: [{ clock: 'candidature', from: '2026-03-17' }], sources: ['eos'] },
      {
        name: 'before-hub-kairos-ng',
        when: [
          { clock: 'candidature', to: '2026-03-17' },
          { clock: 'recorded', from: '2026-02-16' },
        ],
        sources: ['kairos-ng', 'eos'],
      },
      {
        name: 'before-hub',
        when: [
          { clock: 'candidature', to: '2026-03-17' },
          { clock: 'recorded', to: '2026-02-16' },
        ],
        sources: ['kairos', 'kairos-ng', 'eos'],
      },
    ]);
  });
});
