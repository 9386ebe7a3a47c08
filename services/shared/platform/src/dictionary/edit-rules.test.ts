import { rulesHash } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { editRules, type RuleEdit, ruleChanges } from './edit-rules.ts';
import { loadRules } from './load-rules.ts';

const rules = loadRules();
const [first, second] = rules.authority.rows;
if (first === undefined || second === undefined) throw new Error('the table of authority has rows');
const { id: _, ...content } = first;

const edited = (...edits: RuleEdit[]) => {
  const made = editRules(rules, edits);
  if ('faults' in made) throw new Error(JSON.stringify(made.faults));
  return made.rules;
};
const faults = (...edits: RuleEdit[]) => {
  const made = editRules(rules, edits);
  return 'faults' in made ? made.faults.map(({ pointer, rule }) => `${pointer} ${rule}`) : [];
};

describe('an edit of the rules', () => {
  it('changes what it names and nothing else', () => {
    const other = edited(
      { kind: 'deadline', name: 'exit', days: 5 },
      { kind: 'threshold', code: 'late-declaration', threshold: 6 },
      { kind: 'setting', name: 'interruptionDaysMax', value: 20 },
      { kind: 'sources', id: first.id, regime: first.regimes[0]?.name ?? '', sources: ['ofeli'] },
    );
    expect(ruleChanges(rules, other)).toEqual([
      { kind: 'deadline', name: 'exit', before: 3, after: 5 },
      { kind: 'threshold', name: 'late-declaration', before: 3, after: 6 },
      { kind: 'setting', name: 'interruptionDaysMax', before: 15, after: 20 },
      {
        kind: 'row',
        name: first.id,
        before: first,
        after: { ...first, regimes: [{ ...first.regimes[0], sources: ['ofeli'] }] },
      },
    ]);
    expect(rulesHash(other)).not.toBe(rulesHash(rules));
  });

  it('adds, changes and removes a row of authority', () => {
    const row = { step: 'exit', territory: 'bretagne', regimes: [{ name: 'permanent', sources: ['eos'] }] };
    const more = edited({ kind: 'row', id: 'bretagne-exit', row }, { kind: 'row', id: second.id, row: null });
    expect(ruleChanges(rules, more)).toEqual([
      { kind: 'row', name: second.id, before: second, after: null },
      { kind: 'row', name: 'bretagne-exit', before: null, after: { id: 'bretagne-exit', ...row } },
    ]);
  });

  it('of what is not there, twice of one thing, or that changes nothing is refused, each by its place', () => {
    const edits: RuleEdit[] = [
      { kind: 'deadline', name: 'unheard-of', days: 5 },
      { kind: 'threshold', code: 'contested', threshold: 5 },
      { kind: 'sources', id: 'unheard-of', regime: 'permanent', sources: [] },
      { kind: 'sources', id: first.id, regime: 'unheard-of', sources: [] },
      { kind: 'row', id: 'unheard-of', row: null },
      { kind: 'setting', name: 'dayCount', value: 'lunar' },
      { kind: 'setting', name: 'employmentMonths', value: 'many' },
      { kind: 'deadline', name: 'exit', days: 5 },
      { kind: 'deadline', name: 'exit', days: 6 },
    ];
    expect(faults(...edits)).toEqual([
      '/0/name code-unknown',
      '/1/code code-unknown',
      '/2/id code-unknown',
      '/3/regime code-unknown',
      '/4/id code-unknown',
      '/5/value code-unknown',
      '/6/value type-wrong',
      '/8/name item-repeated',
    ]);
    expect(faults({ kind: 'deadline', name: 'exit', days: 3 })).toEqual([' content-missing']);
  });

  it('may be of each row that there is', () => {
    const each = rules.authority.rows.flatMap(({ id, regimes: [regime], ...rest }) =>
      faults({ kind: 'row', id, row: { ...rest, regimes: [{ name: regime?.name ?? '', sources: ['unheard-of'] }] } }),
    );
    expect(each).toEqual([]);
  });

  it('may not leave two rows that say of the same who decides, nor a regime that ends before it begins', () => {
    expect(faults({ kind: 'row', id: 'another', row: content })).toEqual(['/0/row item-repeated']);
    const when = [{ clock: 'effective', from: '2026-05-01', to: '2026-04-01' } as const];
    const regimes = [
      { name: 'a', when, sources: [] },
      { name: 'a', sources: [] },
    ];
    expect(faults({ kind: 'row', id: first.id, row: { ...content, regimes } })).toEqual([
      '/0/row/regimes/0/when/0/to period-reversed',
      '/0/row/regimes/1/name item-repeated',
    ]);
  });
});
