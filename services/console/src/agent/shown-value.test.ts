import { loadDictionary } from '@hub/platform';
import { expect, test } from 'vitest';
import { shownValue } from './shown-value.ts';
import { wordsOf } from './words.ts';

const words = wordsOf(loadDictionary());
const shown = (value: object) => {
  const named = { label: '', event: 'remuneration-set', property: null };
  const text = shownValue(words, named, value, 'eos');
  return typeof text === 'string' ? text : text.html;
};

test('a word that no code list has is shown as its source’s own', () => {
  expect(shown({ rhythm: 'full-time' })).toContain('Rythme : «\u00a0full-time\u00a0», mot de la source EOS');
  expect(shown({ file: 'D-2026-17' })).not.toContain('«');
});

test('a code is shown by its label', () => {
  expect(shown({ payBody: 'docapost' })).not.toContain('«');
});
