import { refusalRules } from '@hub/contracts';
import { loadDictionary } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { type DoorRule, doorFault, doorRules } from './refusals.ts';

const { rules } = loadDictionary();

describe('the reasons of the door', () => {
  it.each(Object.keys(doorRules) as DoorRule[])('%s is a rule of the dictionary and says what to do', (reason) => {
    const { rule, detail } = doorFault(reason);
    const text = rules.get(rule);
    expect(text?.kind).toBe('refusal');
    expect(detail.startsWith(text?.detail ?? '?')).toBe(true);
    expect(detail.endsWith(`. ${text?.advice}`)).toBe(true);
  });

  it('are in words that the contracts hold for every rule that refuses', () => {
    const refusing = [...rules.values()].filter(({ kind }) => kind === 'refusal').map(({ code }) => code);
    expect(refusalRules).toEqual(refusing);
  });
});
