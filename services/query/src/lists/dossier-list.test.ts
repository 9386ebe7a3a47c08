import type { Fact } from '@hub/core';
import { loadRules } from '@hub/platform';
import { expect, test } from 'vitest';
import type { Reader } from '../reading/sight.ts';
import { reportedFact } from '../test/reported-fact.ts';
import { readerOf, seenPerson } from '../test/seen-person.ts';
import { type DossierFilters, dossierList } from './dossier-list.ts';

const [region, opco] = ['99000106700018', '99000108300015'];
const [here, elsewhere] = ['82422814200660', '82422814201874'];
const session = 'session:eos:67680';

const told = ([siret, source]: readonly [string, string], type: Fact['type'], day: string, data: object = {}) =>
  ({ ...reportedFact(`${type} ${day}`, type, day, data), source, partner: source, organisation: siret }) as Fact;
const entered = told([region, 'eos'], 'entry-attested', '2026-04-01', { organisationSiret: here });
const left = told([region, 'eos'], 'exit-declared', '2026-05-20', { kind: 'planned-end' });
const ownEntry = told([opco, 'opco'], 'entry-attested', '2026-03-30', { organisationSiret: elsewhere });
const facts = [ownEntry, entered, left];
const byOwn = readerOf({ siret: opco, kinds: ['opco'], purpose: 'funding-follow-up' });

function listed(reader: Reader, filters: DossierFilters = {}, of: readonly Fact[] = facts): readonly object[] {
  const view = {
    reader,
    sources: reader.sources,
    today: '2026-06-01',
    nowMs: Date.parse('2026-06-01T10:00:00Z'),
    rules: loadRules(),
    excepted: null,
  };
  const list = dossierList(filters, view);
  const set = of.toSorted((a, b) => (`${a.source} ${a.id}` < `${b.source} ${b.id}` ? -1 : 1));
  return list
    .dossiersOf(seenPerson({ 100000016: set }, reader))
    .flatMap((dossier) => list.itemsOf(dossier))
    .map(list.write);
}

test('whoever sees a dossier whole is shown its state, its days, its organisations and what was received last', () => {
  expect(listed(readerOf())).toEqual([
    {
      number: 100000016,
      alsoKnownAs: [],
      status: 'exited',
      statusSince: '2026-05-20',
      funding: null,
      territory: 'centre-val-de-loire',
      sessions: [session],
      organisations: [here, elsewhere],
      entered: '2026-04-01',
      left: '2026-05-20',
      leftBy: 'exit',
      lastChange: { type: 'exit-declared', source: 'eos', receivedAt: '2026-05-20T08:00:01.000Z' },
      described: 'all',
      sightUntil: null,
    },
  ]);
});

test('whoever has facts of its own alone is shown what these say, whatever else is there', () => {
  expect(listed(byOwn)).toEqual(listed(byOwn, {}, [ownEntry]));
  expect(listed(byOwn)).toMatchObject([
    {
      status: 'entered',
      organisations: [elsewhere],
      entered: '2026-03-30',
      left: null,
      lastChange: { type: 'entry-attested', source: 'opco' },
      described: 'own',
    },
  ]);
});

test.each<[string, DossierFilters, boolean, boolean]>([
  ['the status that others’ facts give', { status: 'exited,absent' }, true, false],
  ['the status that its own facts give', { status: 'interrupted,entered' }, false, true],
  ['the first entry that others told', { from: '2026-04-01', to: '2026-04-01' }, true, false],
  ['its own entry', { from: '2026-03-30', to: '2026-03-30' }, false, true],
  ['an end that others told', { leftFrom: '2026-05-20', leftTo: '2026-05-20' }, true, false],
  ['an end on another day', { leftFrom: '2026-05-21' }, false, false],
  ['who gives the training by others’ facts', { siret: here }, true, false],
  ['who gives the training by its own facts', { siret: elsewhere }, true, true],
  ['the system that others reported by', { source: 'eos' }, true, false],
  ['its own system', { source: 'opco' }, false, true],
  ['the session, in any writing', { session: 'SESSION:EOS:67680' }, true, true],
  ['another session', { session: 'session:eos:1' }, false, false],
  ['the territory', { territory: 'centre-val-de-loire' }, true, true],
  ['another territory', { territory: 'bretagne' }, false, false],
])('a filter looks at what is shown: by %s', (_what, filters, authority, own) => {
  expect([listed(readerOf(), filters).length, listed(byOwn, filters).length]).toEqual([Number(authority), Number(own)]);
});

test('whoever is shown states and days alone is told of a change of these, and of no other', () => {
  const body = '99000118200015';
  const paid = told([region, 'region-cvl'], 'remuneration-set', '2026-05-25', { sent: true, payBodySiret: body });
  const line = told([region, 'region-cvl'], 'financing-engaged', '2026-05-26', {
    ...{ line: 'L1', financerSiret: region, funding: 'prf', device: 'prf', from: '2026-03-01' },
  });
  const reader = readerOf({ siret: body, kinds: ['pay-body'], purpose: 'remuneration' });
  expect(listed(reader, {}, [...facts, paid, line])).toMatchObject([
    { described: 'states', status: 'exited', lastChange: { type: 'exit-declared', source: 'eos' } },
  ]);
});
