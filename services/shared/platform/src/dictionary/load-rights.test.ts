import { expect, it } from 'vitest';
import { organisationKinds } from '../access/partner.ts';
import { loadRights, readRights } from './load-rights.ts';

it('rights reach the core without words, and name kinds of organisation that there are', () => {
  const rights = loadRights();
  expect(JSON.stringify(rights)).not.toMatch(/inféré|title|sentence/);
  const named = [...rights.rows.flatMap(({ kinds }) => kinds), ...rights.namings.map(({ kind }) => kind)];
  expect(named.filter((kind) => !(organisationKinds as readonly string[]).includes(kind))).toEqual([]);
});

it('every row of the rights says its source, or that it is inferred, under a name of its own', () => {
  const { rows, relations } = readRights();
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { source } of [...rows, ...Object.values(relations)]) expect(source).toMatch(/[LR]\d|inféré|\(l\. \d/);
});

it('a sealed category is opened wider only where the row opens the category', () => {
  for (const { id, categories, blocks } of readRights().rows) {
    expect([id, Object.keys(blocks).filter((category) => !(categories as string[]).includes(category))]).toEqual([
      id,
      [],
    ]);
  }
});
