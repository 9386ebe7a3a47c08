import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusalRule, refusalRules, refusalSentence } from '@hub/contracts';
import { expect, it } from 'vitest';
import { readDefinitions, readEntries } from './schema-files.ts';

const sources = join(import.meta.dirname, '../../../..');

/** Texts of the rooms that answer partners. */
function texts(): [name: string, text: string][] {
  return ['gateway/src', 'query/src', 'shared/platform/src/http', 'shared/platform/src/dictionary'].flatMap((room) =>
    readdirSync(join(sources, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file): [string, string] => [`${room}/${file}`, readFileSync(join(sources, room, file), 'utf8')]),
  );
}

function annotated(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'x-hub-rule' in schema ? [schema['x-hub-rule']] : [];
  return [...own, ...Object.values(schema).flatMap(annotated)];
}

it('every rule that a service names where it answers is one of rules.json', () => {
  const named = texts().flatMap(([name, text]) =>
    [...text.matchAll(/\brule: '([a-z-]+)'/g)].map(([, rule = '']) => ({ name, rule })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ rule }) => !isRefusalRule(rule))).toEqual([]);
});

it('every rule that a schema is annotated with is one of rules.json', () => {
  const named = [...readEntries().map(({ schema }) => schema), ...readDefinitions().values()].flatMap(annotated);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((rule) => !isRefusalRule(String(rule)))).toEqual([]);
});

it('a rule says what is wrong, what exactly, and what to do', () => {
  expect(refusalSentence('code-unknown', 'open, closed')).toBe(
    'is not a code of its list: open, closed. Use a code of the list in /v1/dictionary.',
  );
  for (const rule of refusalRules) expect(refusalSentence(rule)).toMatch(/^[a-z].*[a-z)-9]\. [A-Z].*\.$/);
});
