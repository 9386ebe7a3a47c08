import { expect, test } from 'vitest';
import { sourceWords } from './source-words.ts';

test('the hub’s own rules are named in French', () => {
  expect(sourceWords('rules.md, Identifiers and persons')).toBe('règles propres à ce hub');
  expect(sourceWords('rules.md, Anomalies ; rules.md, Expectations')).toBe('règles propres à ce hub');
  expect(sourceWords('Jamais en clair : rules.md, 3.12 et 20.3.')).toBe(
    'Jamais en clair : règles 3.12 et 20.3 du hub.',
  );
  expect(sourceWords('Scellé (rules.md, 20.3).')).toBe('Scellé (règle 20.3 du hub).');
  expect(sourceWords('Webinaire 2026 (l. 103)')).toBe('Webinaire 2026 (l. 103)');
});
