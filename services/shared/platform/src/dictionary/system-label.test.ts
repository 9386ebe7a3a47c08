import { expect, test } from 'vitest';
import { loadDictionary } from './dictionary.ts';
import { systemLabel } from './system-label.ts';

test.each([
  ['kairos', 'Kairos'],
  ['opco', 'OPCO'],
  ['opco-second', 'OPCO (second)'],
  ['cep-second', 'Opérateur de CEP (second)'],
  ['eos-second', 'eos-second'],
  ['nobody', 'nobody'],
])('%s is called %s', (source, label) => {
  expect(systemLabel(loadDictionary(), source)).toBe(label);
});
