import type { Fact } from '@hub/core';
import { loadRules } from '@hub/platform';
import { expect, test } from 'vitest';
import { reportedFact } from '../test/reported-fact.ts';
import { readerOf, seenPerson } from '../test/seen-person.ts';
import { readerPath } from './reader-path.ts';
import type { Reader } from './sight.ts';

const by = (organisation: string, fact: Fact): Fact => ({ ...fact, organisation });
const [eos, opco] = ['99000106700018', '99000108300015'];
const entered = by(eos, reportedFact('e', 'entry-attested', '2026-04-01', {}, ['session:eos:1', 'file:eos:9']));
const left = by(eos, reportedFact('x', 'exit-declared', '2026-05-01', { kind: 'planned-end' }, ['file:eos:9']));
const now = { today: '2026-06-01', nowMs: Date.parse('2026-06-01T10:00:00Z'), asOf: null, knownAt: null };

const pathFor = (dossiers: Readonly<Record<number, readonly Fact[]>>, reader: Reader, asOf: string | null = null) =>
  readerPath(seenPerson(dossiers, reader), asOf === null ? now : { ...now, today: asOf, asOf }, reader, loadRules());

test('a dossier answers to every number that it has now, at any moment asked about', () => {
  const numbersOn = (asOf: string | null) =>
    pathFor({ 111111111: [entered], 222222222: [left] }, readerOf(), asOf).dossiers.map(({ numbers }) =>
      [...numbers].sort(),
    );
  expect(numbersOn(null)).toEqual([[111111111, 222222222]]);
  expect(numbersOn('2026-04-15')).toEqual([[111111111, 222222222]]);
  expect(numbersOn('2026-03-01')).toEqual([]);
});

test('who has facts of its own alone is given the description of these, and no number that others told', () => {
  const reader = readerOf({ siret: opco, kinds: ['opco'], purpose: 'funding-follow-up' });
  const own = by(opco, {
    ...reportedFact('o', 'entry-attested', '2026-04-03'),
    source: 'opco',
    partner: 'opco',
    references: ['session:eos:1'],
  });
  const told = { 111111111: [entered, own], 222222222: [left] };
  const seen = pathFor(told, reader).dossiers;
  expect(seen).toEqual(pathFor({ 111111111: [own] }, reader).dossiers);
  expect(seen.map(({ numbers, assessed }) => [numbers, assessed.stays.length, assessed.anomalies.length > 0])).toEqual([
    [[111111111], 1, true],
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/"eos"|222222222/);
});
