import { describe, expect, test } from 'vitest';
import type { Fact } from '../dossier/facts.ts';
import {
  nobodyKnown,
  personKnownBy,
  readerNamed,
  relationsIn,
  releasedRights,
  session,
  sirets,
  told,
} from '../test/scenes.ts';
import { decide, decidePath } from './decide.ts';
import type { RightsReader } from './evidence.ts';
import type { Relation } from './relations.ts';
import { type RelationName, relationNames } from './rights.ts';

const purposes = [
  'funding-follow-up',
  'training-follow-up',
  'open-dossier',
  'advice',
  'job-seeker-list',
  'remuneration',
  'control',
  'data-quality',
  'statistics',
  'data-subject-request',
];

const financers = 'region opco transitions-pro agefiph france-travail';
const readers = `${financers} mission-locale cap-emploi cep-operator pay-body`;
const kinds = `${readers} certifier authority hub-operator system-only`.split(' ');

const everything =
  'states hours amounts identity:all contact:all situation:all reasons:all outcome employment other-dossiers cep registrations';
const funded = 'states hours amounts identity:dossier contact:own situation:own reasons:dossier outcome';
const followed =
  'states hours amounts identity:dossier contact:dossier situation:own reasons:dossier outcome employment other-dossiers';
const own = 'states hours amounts identity:own contact:own situation:own reasons:own';

/** Relation, purpose, kinds of organisation, from which facts, what of them. Whatever is not in here opens nothing. */
const table: readonly (readonly [RelationName, string, string, string, string])[] = [
  ...['funding-follow-up', 'training-follow-up', 'control', 'data-quality', 'data-subject-request'].map(
    (purpose) => ['authority', purpose, 'authority', 'all', everything] as const,
  ),
  ['authority', 'statistics', 'authority', 'all', 'states hours amounts outcome'],
  ['corroborated', 'funding-follow-up', financers, 'all', funded],
  ['corroborated', 'training-follow-up', 'opco transitions-pro agefiph france-travail', 'all', followed],
  [
    'corroborated',
    'training-follow-up',
    'region',
    'all',
    `${followed.replace('situation:own', 'situation:france-travail+kairos+kairos-ng')} registrations`,
  ],
  [
    'corroborated',
    'open-dossier',
    'region',
    'all',
    'states hours amounts identity:dossier contact:dossier situation:france-travail+kairos+kairos-ng registrations france-travail-number',
  ],
  ['corroborated', 'data-quality', financers, 'all', 'states hours amounts'],
  ['corroborated', 'data-subject-request', financers, 'all', followed],
  ...['funding-follow-up', 'training-follow-up', 'data-subject-request'].flatMap((purpose) => [
    ['employed', purpose, financers, 'all', funded] as const,
    ['excepted', purpose, 'region', 'all', funded] as const,
  ]),
  ['employed', 'data-quality', financers, 'all', 'states hours amounts'],
  ['excepted', 'data-quality', 'region', 'all', 'states hours amounts'],
  ...['job-seeker-list', 'data-subject-request'].map(
    (purpose) =>
      ['registered', purpose, 'france-travail mission-locale cap-emploi', 'states', 'states registrations'] as const,
  ),
  ['accompanied', 'advice', 'cep-operator', 'states', 'states cep'],
  ['paying', 'remuneration', 'pay-body', 'states', 'states hours'],
  ...[
    'funding-follow-up',
    'training-follow-up',
    'advice',
    'job-seeker-list',
    'remuneration',
    'data-subject-request',
  ].map((purpose) => ['own', purpose, readers, 'own', own] as const),
  ['own', 'data-quality', `${readers} certifier hub-operator system-only`, 'own', 'states hours amounts'],
];

const expected = new Map(
  table.flatMap(([relation, purpose, named, described, seen]) =>
    named.split(' ').map((kind) => [`${relation} ${purpose} ${kind}`, `${described}: ${seen}`] as const),
  ),
);

const positioned = told('franceTravail kairos/p', 'candidate-positioned', '2026-03-20', { funding: 'prf' });
const entered = told('region eos/e', 'entry-attested', '2026-04-01', { funding: 'prf' });
const financed = (by: keyof typeof sirets, more: object, references: readonly string[] = [session]) =>
  told(
    `${by} x/l`,
    'financing-engaged',
    '2026-04-01',
    { line: 'L', financerSiret: sirets[by], device: 'D', from: '2026-04-01', ...more },
    { references },
  );
const ofPerson = { references: [] };
const employee = [
  financed('opco', { funding: 'opco', employerSiret: sirets.employer }, ['file:opco:A']),
  told('opco opco/e', 'entry-attested', '2026-04-01', { funding: 'opco' }, { references: ['file:opco:A'] }),
];
const job = told(
  'authority dsn/j',
  'employment-reported',
  '2025-01-01',
  {
    ...{ contract: 'C', nature: '01', start: '2025-01-01', monthlyHours: 151.67, month: '2025-01' },
    employerSiret: sirets.employer,
  },
  ofPerson,
);
const registration = told(
  'franceTravail france-travail/o',
  'job-seeker-period-opened',
  '2026-01-12',
  { period: 'I' },
  ofPerson,
);
const advice = told(
  'cep cep/o',
  'cep-period-opened',
  '2026-01-12',
  { period: 'P', operatorSiret: sirets.cep },
  ofPerson,
);
const pay = told('region eos/r', 'remuneration-set', '2026-04-01', { sent: true, payBodySiret: sirets.payBody });

/** For each relation a small dossier in which a reader has it, and what is known of the person. */
const scenes: Readonly<Record<RelationName, readonly [RightsReader, readonly Fact[], readonly Fact[]]>> = {
  authority: [readerNamed('authority'), [positioned], []],
  corroborated: [readerNamed('region'), [financed('region', { funding: 'prf' }), positioned], []],
  employed: [readerNamed('opco'), employee, [job]],
  excepted: [
    readerNamed('region', { exceptions: { 'prf-direct': 50 } }),
    [financed('region', { funding: 'prf-direct' })],
    [],
  ],
  registered: [readerNamed('franceTravail'), [entered], [registration]],
  accompanied: [readerNamed('cep'), [positioned], [advice]],
  paying: [readerNamed('payBody'), [entered, pay], []],
  own: [readerNamed('region'), [entered], []],
};

function relationIn(name: RelationName): Relation {
  const [reader, facts, person] = scenes[name];
  const found = relationsIn(reader, facts, { person: personKnownBy(person) }).find((each) => each.name === name);
  if (found === undefined) throw new Error(`The scene gives no relation ${name}.`);
  return found;
}

function seenBy(kind: string, relation: Relation, purpose: string): string {
  const sight = decide(releasedRights, { kinds: [kind] }, [relation], purpose);
  if (sight === null) return 'nothing';
  const named = sight.categories.map((category) => {
    const scope = category in sight.blocks ? sight.blocks[category as keyof typeof sight.blocks] : undefined;
    return scope === undefined ? category : `${category}:${typeof scope === 'string' ? scope : scope.join('+')}`;
  });
  return `${sight.described}: ${named.join(' ')}`;
}

describe.each(relationNames)('%s', (name) => {
  test.each(purposes)('for %s, by kind of organisation', (purpose) => {
    const relation = relationIn(name);
    const seen = kinds.map((kind) => [kind, seenBy(kind, relation, purpose)]);
    expect(seen).toEqual(kinds.map((kind) => [kind, expected.get(`${name} ${purpose} ${kind}`) ?? 'nothing']));
  });
});

test('several relations add up; what is one’s own alone is opened beside the rest', () => {
  const relations = [relationIn('registered'), relationIn('own')];
  expect(decide(releasedRights, { kinds: ['france-travail'] }, relations, 'job-seeker-list')).toMatchObject({
    described: 'states',
    categories: ['states', 'registrations'],
    own: ['states', 'hours', 'amounts', 'identity', 'contact', 'situation', 'reasons'],
    blocks: { identity: 'own', contact: 'own', situation: 'own', reasons: 'own' },
    relations: ['registered', 'own'],
  });
});

test('a sight lasts as long as its widest relation, and hours are held to what the reader pays', () => {
  const until = (name: RelationName, last: string | null): Relation => ({ ...relationIn(name), until: last });
  const region = { kinds: ['region'] };
  const both = decide(
    releasedRights,
    region,
    [until('corroborated', '2028-06-20'), until('own', null)],
    'funding-follow-up',
  );
  expect(both).toMatchObject({ described: 'all', until: '2028-06-20', days: null });
  const paying = decide(releasedRights, { kinds: ['pay-body'] }, [relationIn('paying')], 'remuneration');
  expect(paying?.days).toEqual({ from: '2026-04-01', to: null });
});

describe('of a whole person', () => {
  const region = { kinds: ['region'] };
  const decided = (dossiers: Relation[][], purpose: string, person: Relation[] = []) =>
    decidePath(releasedRights, region, { dossiers, person }, purpose);

  test('the other dossiers are told in summary where one is corroborated, for who follows the training', () => {
    const dossiers = [[relationIn('corroborated')], []];
    expect(decided(dossiers, 'training-follow-up')).toMatchObject({
      dossiers: [{ described: 'all' }, null],
      person: ['employment', 'other-dossiers', 'registrations'],
    });
    expect(decided(dossiers, 'funding-follow-up')?.person).toEqual([]);
  });

  test.each(['own', 'excepted'] as const)('%s opens nothing beside its dossier', (name) => {
    expect(decided([[relationIn(name)], []], 'training-follow-up')).toMatchObject({
      dossiers: [{ described: name === 'own' ? 'own' : 'all' }, null],
      person: [],
    });
  });

  test('without any relation there is nothing', () => {
    expect(decided([[], []], 'training-follow-up')).toBeNull();
    expect(relationsIn(readerNamed('otherOpco'), [positioned, entered], { person: nobodyKnown })).toEqual([]);
  });
});
