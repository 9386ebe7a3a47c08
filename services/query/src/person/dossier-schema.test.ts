import { describe as describeDossier } from '@hub/core';
import { loadRules } from '@hub/platform';
import { expect, test } from 'vitest';
import { dossierSchema } from './dossier-schema.ts';

/** Of the record, what is opened by right or answered elsewhere. */
const notAnswered = ['sealed'];

test('the description of a dossier names every field of its record', () => {
  const { properties } = dossierSchema as { readonly properties: Readonly<Record<string, object>> };
  const fields = Object.keys(describeDossier([], loadRules())).filter((name) => !notAnswered.includes(name));
  expect(fields.filter((name) => !(name in properties))).toEqual([]);
});
