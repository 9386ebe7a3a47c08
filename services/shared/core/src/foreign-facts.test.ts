import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe } from './dossier/describe.ts';
import { type Fact, factSet } from './dossier/facts.ts';
import { sharesOf } from './dossier/shares.ts';
import { bindingReferences, namedBy } from './identifiers/training-reference.ts';
import { joinDossiers } from './person/join-dossiers.ts';
import { factOn } from './test/as-fact.ts';
import { releasedRules } from './test/released-rules.ts';

// What others report of lines, files and sessions never moves or hides what is somebody's own (rules.md, Who may report what).

const training = { references: ['session:eos:1', 'file:eos:1894'] };
const line = (named: string, data: object = {}) =>
  factOn(
    named,
    'financing-engaged',
    '2026-04-01',
    { line: 'L1', financerSiret: '99000106700018', funding: 'prf', device: 'PRF', from: '2026-04-01', ...data },
    training,
  );
const own: readonly Fact[] = [
  factOn(
    'kairos/p',
    'candidate-positioned',
    '2026-03-20',
    { by: 'self', mode: 'candidature', funding: 'prf' },
    training,
  ),
  factOn('eos/e', 'entry-attested', '2026-04-02', {}, training),
  line('region-cvl/l'),
  { ...line('region-cvl/r'), type: 'financing-realised' } as Fact,
];
const recordOf = (facts: readonly Fact[]) => describe(factSet(facts), releasedRules);
const linesOf = (facts: readonly Fact[], source: string) =>
  recordOf(facts).financing.filter(({ engaged, realised }) => (engaged ?? realised)?.source === source);

const foreignSource = fc.constantFrom('opco', 'opco-second', 'agefiph', 'france-travail', 'region-bretagne');
/** Lines of the same name, with any financer, recorded later or earlier, and retractions of what is not theirs. */
const foreignLine = fc
  .record({
    source: foreignSource,
    id: fc.constantFrom('l', 'r', 'x', 'y'),
    line: fc.constantFrom('L1', 'A', 'region-cvl', ''),
    financerSiret: fc.constantFrom('99000106700018', '99000108300015'),
    funding: fc.constantFrom('opco', 'agefiph', 'france-travail'),
    realised: fc.boolean(),
    day: fc.constantFrom('2020-01-01', '2026-04-01', '2026-05-30'),
  })
  .map(({ source, id, realised, day, ...data }): Fact => {
    const fact = { ...line(`${source}/${id}`, data), recordedAt: `${day}T23:00:00.000Z` };
    return (realised ? { ...fact, type: 'financing-realised' } : fact) as Fact;
  });
const foreignRetraction = fc
  .record({ source: foreignSource, target: fc.constantFrom(...own) })
  .map(({ source, target }) =>
    factOn(
      `${source}/retract-${target.id}`,
      'fact-retracted',
      '2026-06-01',
      { target: { source: target.source, id: target.id, type: target.type }, reason: 'duplicate' },
      training,
    ),
  );

test('lines and retractions of others move and hide no line, leave funding, entry and their authority as they were', () => {
  const before = recordOf(own);
  fc.assert(
    fc.property(fc.array(fc.oneof(foreignLine, foreignRetraction), { maxLength: 8 }), (foreign) => {
      const all = [...own, ...foreign];
      expect(linesOf(all, 'region-cvl')).toEqual(linesOf(own, 'region-cvl'));
      const { stays, funding, attempts } = recordOf(all);
      expect({ stays, funding, attempts }).toEqual({
        stays: before.stays,
        funding: before.funding,
        attempts: before.attempts,
      });
    }),
  );
});

test('neither the file of another nor a second session joins dossiers, in whatever order they are named', () => {
  const dossier = (number: number, ...facts: readonly Fact[]) => ({ number, named: namedBy(factSet(facts)) });
  const entry = (named: string, references: readonly string[]) =>
    factOn(named, 'entry-attested', '2026-04-02', {}, { references });
  const ofEos = dossier(1, entry('eos/e', ['file:eos:1894']));
  const ofKairos = dossier(2, entry('kairos/e', ['session:07:5']));
  const reference = fc.constantFrom('file:eos:1894', 'session:07:5', 'session:eos:9', 'file:opco:1');
  fc.assert(
    fc.property(foreignSource, fc.uniqueArray(reference, { minLength: 1, maxLength: 4 }), (source, references) => {
      const foreign = dossier(3, entry(`${source}/x`, references));
      const { groups } = joinDossiers([ofEos, ofKairos, foreign], [], new Map());
      const together = groups.find((group) => group.some(({ number }) => number === 1)) ?? [];
      expect(together.map(({ number }) => number)).not.toContain(2);
    }),
  );
  // The source of the file does join it to the session that it names.
  const told = dossier(3, entry('eos/x', ['session:07:5', 'file:eos:1894']));
  expect(joinDossiers([ofEos, ofKairos, told], [], new Map()).groups).toHaveLength(1);
  expect(bindingReferences({ source: 'opco', references: ['session:07:5', 'session:eos:9', 'file:eos:1894'] })).toEqual(
    ['session:07:5'],
  );
});

test('each source has a share of its own, and acts are counted apart', () => {
  const retraction = factOn('opco/r', 'fact-retracted', '2026-06-01', { target: { source: 'opco', id: 'gone' } });
  expect(sharesOf(factSet([...own, retraction]))).toEqual([
    { source: 'eos', facts: 1, acts: 0 },
    { source: 'kairos', facts: 1, acts: 0 },
    { source: 'opco', facts: 0, acts: 1 },
    { source: 'region-cvl', facts: 2, acts: 0 },
  ]);
});
