import type { Fact } from '@hub/core';
import { loadDictionary, loadRules } from '@hub/platform';
import { expect, test } from 'vitest';
import type { Reader } from '../reading/sight.ts';
import { reportedFact } from '../test/reported-fact.ts';
import { readerOf, seenPerson } from '../test/seen-person.ts';
import { type MovementFilters, movementList } from './movement-list.ts';
import { remunerationList } from './remuneration-list.ts';

const [region, opco, body] = ['99000106700018', '99000108300015', '99000118200015'];

const told = ([siret, source]: readonly [string, string], type: Fact['type'], day: string, data: object = {}) =>
  ({ ...reportedFact(`${type} ${day}`, type, day, data), source, partner: source, organisation: siret }) as Fact;
const ownEntry = told([opco, 'opco'], 'entry-attested', '2026-03-30');
const facts = [
  ownEntry,
  told([region, 'eos'], 'entry-attested', '2026-04-01'),
  told([region, 'eos'], 'exit-declared', '2026-05-20', { kind: 'planned-end' }),
  told([region, 'region-cvl'], 'remuneration-set', '2026-04-01', { sent: true, payBodySiret: body }),
];
const byOwn = readerOf({ siret: opco, kinds: ['opco'], purpose: 'funding-follow-up' });
const paying = readerOf({ siret: body, kinds: ['pay-body'], purpose: 'remuneration' });

function seenBy(reader: Reader) {
  const set = facts.toSorted((a, b) => (`${a.source} ${a.id}` < `${b.source} ${b.id}` ? -1 : 1));
  return seenPerson({ 100000016: set }, reader);
}

function viewOf(reader: Reader) {
  return {
    reader,
    sources: reader.sources,
    today: '2026-06-01',
    nowMs: Date.parse('2026-06-01T10:00:00Z'),
    rules: loadRules(),
    excepted: null,
  };
}

function moved(reader: Reader, filters: MovementFilters = {}): readonly string[] {
  const list = movementList(filters, viewOf(reader));
  return list
    .dossiersOf(seenBy(reader))
    .flatMap((dossier) => list.itemsOf(dossier))
    .map(({ kind, day, state }) => `${kind} ${day} ${state}`);
}

function paid(reader: Reader): readonly { readonly blockages?: unknown }[] {
  const list = remunerationList({ dictionary: loadDictionary() }, {}, viewOf(reader));
  return list
    .dossiersOf(seenBy(reader))
    .flatMap((dossier) => list.itemsOf(dossier))
    .map(list.write);
}

test.each<[string, MovementFilters, readonly string[], readonly string[]]>([
  [
    'nothing',
    {},
    ['entry 2026-03-30 taken-back', 'entry 2026-04-01 told', 'exit 2026-05-20 told'],
    ['entry 2026-03-30 told'],
  ],
  ['the day that its own fact says', { to: '2026-03-31' }, ['entry 2026-03-30 taken-back'], ['entry 2026-03-30 told']],
  ['the day that others’ facts say', { from: '2026-04-01', kind: 'entry' }, ['entry 2026-04-01 told'], []],
  ['what others took back', { state: 'taken-back' }, ['entry 2026-03-30 taken-back'], []],
  ['the day on which others told', { receivedFrom: '2026-05-20' }, ['exit 2026-05-20 told'], []],
  ['the dossier’s session', { session: 'SESSION:EOS:67680', kind: 'exit' }, ['exit 2026-05-20 told'], []],
])('a filter looks at what is shown: by %s', (_what, filters, authority, own) => {
  expect([moved(readerOf(), filters), moved(byOwn, filters)]).toEqual([authority, own]);
});

test('whoever is not to be given states by its convention is given no movements', () => {
  expect(moved(readerOf({ agreed: ['amounts'] }))).toEqual([]);
});

test('what blocks a payment is said to who is shown states and hours', () => {
  expect(paid(paying)).toMatchObject([{ blockages: [{ reason: 'entry-contested', since: '2026-04-01' }] }]);
  expect(paid(readerOf({ agreed: ['states', 'amounts'] }))).toMatchObject([{ blockages: null }]);
  expect(paid(byOwn)).toEqual([]);
});
