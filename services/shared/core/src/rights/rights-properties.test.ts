import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths } from '../calendar.ts';
import { type Fact, factSet } from '../dossier/facts.ts';
import { describeRow } from '../dossier/summary.ts';
import { drawFromSeed, propertyRuns as numRuns } from '../test/config.ts';
import { begunLife, life, organisationOf } from '../test/lives.ts';
import { releasedRules } from '../test/released-rules.ts';
import { evidence, nobodyKnown, readerNamed, releasedRights, sessionFinancedBy, sirets } from '../test/scenes.ts';
import type { DossierEvidence, EmploymentEvidence, PersonEvidence, RightsReader } from './evidence.ts';
import { relationsOf, type Scene } from './relations.ts';

drawFromSeed('rights');

const readers = [
  readerNamed('region', { exceptions: { 'prf-direct': 50 } }),
  readerNamed('opco'),
  readerNamed('franceTravail'),
  readerNamed('agefiph'),
  readerNamed('missionLocale'),
  readerNamed('payBody'),
];
const reader = fc.constantFrom(...readers);
/** Within all days that any relation of these lives lasts: how long they last is told below. */
const day = fc.constantFrom('2026-02-10', '2026-03-01', '2026-05-04', '2026-12-31');

/** What is known of the person is other people's fact, whatever a dossier says. */
const person: fc.Arbitrary<PersonEvidence> = fc.record({
  registrations: fc.array(
    fc.record({
      organisation: fc.constant(sirets.franceTravail),
      referent: fc.constantFrom(null, sirets.missionLocale),
      from: fc.constantFrom('2026-01-12', '2026-04-20'),
      to: fc.constantFrom(null, '2026-03-01', '2026-06-30'),
    }),
    { maxLength: 1 },
  ),
  advice: fc.constant([]),
  employment: fc.array(
    fc.record<EmploymentEvidence>({
      organisation: fc.constant(sirets.authority),
      employer: fc.constantFrom(sirets.employer, sirets.agefiph),
      from: fc.constant('2026-01-01'),
      to: fc.constantFrom(null, '2026-04-15'),
    }),
    { maxLength: 1 },
  ),
  restricted: fc.constantFrom(false, false, false, true),
});

const scene = fc.record({
  person,
  sessions: fc.constantFrom([], [sessionFinancedBy('2')], [sessionFinancedBy('4', '16')]),
  day,
});

const fundings = ['prf', 'prf', 'agefiph', 'france-travail', 'opco', 'prf-direct', undefined] as const;

/** The facts of a life, most of which say a funding, and some of which nobody knows for whom they were written. */
const anyLife: fc.Arbitrary<Fact[]> = fc
  .tuple(fc.oneof(life, begunLife), fc.infiniteStream(fc.constantFrom(...fundings)), fc.nat({ max: 9 }))
  .map(([facts, said, unstamped]) =>
    facts.map((fact, index) => {
      const funding = said.next().value;
      const { organisation, ...kept } = fact;
      const whose = organisation === undefined || index % 10 === unstamped ? {} : { organisation };
      const data = funding === undefined ? fact.data : { funding, ...fact.data };
      return { ...kept, ...whose, data } as Fact;
    }),
  );

/** A reader writes by systems of its own; nobody else writes for them, and nobody removes what another client wrote. */
const ownSystems: Readonly<Record<string, readonly string[]>> = {
  [sirets.region]: ['eos', 'region-cvl'],
  [sirets.franceTravail]: ['kairos', 'kairos-ng', 'france-travail'],
};

function systemsOf({ siret }: RightsReader): readonly string[] {
  return ownSystems[siret] ?? ['opco'];
}

/** All facts of a life, as one organisation reports them. */
function by(who: RightsReader, facts: readonly Fact[]): Fact[] {
  const systems = systemsOf(who);
  return facts.map((fact, index) => {
    const source = systems[index % systems.length] as string;
    return { ...fact, source, partner: source, id: `own-${index}`, organisation: who.siret };
  });
}

function ofOthers(who: RightsReader, facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ organisation, source }) => organisation !== who.siret && !systemsOf(who).includes(source));
}

type Around = Omit<Scene, 'dossiers'>;

function relatedTo(who: RightsReader, facts: readonly Fact[], around: Around): readonly string[] {
  return relationsOf(releasedRights, who, { ...around, dossiers: [evidence(facts)] }).map(({ name }) => name);
}

/** As if the reader had a line of its own, and a session published it: what others say is all that it lacks. */
function withOwnSide({ siret }: RightsReader, row: DossierEvidence): DossierEvidence {
  const line = {
    ...{ organisation: siret, financer: siret, delegatedBy: null, coFinancers: [] },
    ...{ employer: null, funding: 'other', from: '2026-02-01', to: '2099-12-31' },
  };
  return { ...row, lines: [...row.lines, line] };
}

function othersSay(who: RightsReader, facts: readonly Fact[], around: Around): boolean {
  const row = withOwnSide(who, evidence(facts));
  const found = relationsOf(releasedRights, who, { ...around, dossiers: [row] });
  return found.some(({ name }) => name === 'corroborated');
}

describe('the facts of one organisation', () => {
  test('alone give it its own and nothing more, whatever it says, by whatever systems', () => {
    fc.assert(
      fc.property(reader, anyLife, day, fc.boolean(), (who, facts, today, isFinanced) => {
        const sessions = isFinanced ? [sessionFinancedBy('2', '4', '7', '16')] : [];
        const around = { person: nobodyKnown, sessions, day: today };
        const plain = { ...who, exceptions: {} };
        expect(['', 'own']).toContain(relatedTo(plain, by(who, facts), around).join(' '));
      }),
      { numRuns },
    );
  });

  test('added to any life never make another organisation say more of it', () => {
    fc.assert(
      fc.property(reader, anyLife, anyLife, scene, (who, facts, more, around) => {
        const others = ofOthers(who, facts);
        if (othersSay(who, [...others, ...by(who, more)], around)) {
          expect(othersSay(who, others, around)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  test('added to a life in which nobody else names it give its own and nothing more', () => {
    let met = 0;
    fc.assert(
      fc.property(reader, anyLife, anyLife, scene, (who, facts, more, around) => {
        const others = ofOthers(who, facts);
        const alone = { ...around, person: { ...around.person, employment: [] } };
        const plain = { ...who, exceptions: {} };
        if (othersSay(plain, others, alone)) return;
        met += 1;
        const before = relatedTo(plain, others, alone);
        const after = relatedTo(plain, [...others, ...by(who, more)], alone);
        expect(after.filter((name) => name !== 'own' && !before.includes(name))).toEqual([]);
      }),
      { numRuns },
    );
    expect(met).toBeGreaterThan(20);
  });

  test('move no other organisation in what it vouches for', () => {
    fc.assert(
      fc.property(reader, anyLife, anyLife, (who, facts, more) => {
        const others = ofOthers(who, facts);
        const vouched = (set: readonly Fact[]) =>
          evidence(set)
            .organisations.filter(({ organisation }) => organisation !== who.siret)
            .flatMap(({ organisation, vouches }) =>
              vouches.map(({ funding, territory }) => `${organisation} ${funding} ${territory}`),
            );
        const before = new Set(vouched(others));
        expect(vouched([...others, ...by(who, more)]).filter((each) => !before.has(each))).toEqual([]);
      }),
      { numRuns },
    );
  });
});

test('a fact of another that is taken away never gives more, unless it contested or ended something', () => {
  const taking = ['fact-retracted', 'dossier-withdrawn', 'exit-declared', 'abandonment-declared'];
  fc.assert(
    fc.property(reader, anyLife, scene, fc.nat(), (who, facts, around, at) => {
      const present = facts.filter(
        ({ type, data }) => !taking.includes(type) && !['corrects', 'statement'].some((key) => key in data),
      );
      const gone = present[at % Math.max(1, present.length)];
      if (gone === undefined || gone.organisation === who.siret) return;
      const isContesting = present.some((fact) => fact.type === gone.type && fact.organisation !== gone.organisation);
      const isReused = present.filter(({ source, id }) => source === gone.source && id === gone.id).length > 1;
      const isOrigin = present.some(({ data }) => data.origin !== undefined);
      if (isContesting || isReused || isOrigin) return;
      const before = relatedTo(who, present, around);
      const isSession = evidence(present).sessions.length > 0;
      const after = relatedTo(
        who,
        present.filter((fact) => fact !== gone),
        around,
      );
      const given = after.filter((name) => !before.includes(name) && !(isSession && name === 'employed'));
      expect(given).toEqual([]);
    }),
    { numRuns },
  );
});

test('a reader’s own facts keep its sight no longer than others’ facts let them', () => {
  fc.assert(
    fc.property(reader, anyLife, anyLife, scene, (who, facts, more, around) => {
      const others = ofOthers(who, facts);
      const lastOfOthers = others
        .flatMap(({ effectiveDate, organisation }) => (organisation === undefined ? [] : (effectiveDate ?? [])))
        .sort()
        .at(-1);
      const later = by(who, more).map((fact) => ({ ...fact, effectiveDate: fact.effectiveDate && '2040-01-01' }));
      const found = relationsOf(releasedRights, who, { ...around, dossiers: [evidence([...others, ...later])] });
      for (const { name, until } of found) {
        if (!['corroborated', 'registered'].includes(name)) continue;
        expect((until ?? '9999') <= addMonths(lastOfOthers ?? '', releasedRights.months.afterOthers)).toBe(true);
      }
    }),
    { numRuns },
  );
});

test('the order of facts, and how often they come, is of no matter', () => {
  fc.assert(
    fc.property(anyLife, fc.nat(), (facts, turn) => {
      const turned = [...facts.slice(turn % facts.length), ...facts.slice(0, turn % facts.length), ...facts];
      expect(evidence(turned)).toEqual(evidence(facts));
    }),
    { numRuns },
  );
});

test('evidence is bounded, and an organisation has room of its own', () => {
  fc.assert(
    fc.property(anyLife, (facts) => {
      const many = facts.flatMap((fact, index) =>
        Array.from({ length: 12 }, (_, copy) => ({
          ...fact,
          id: `${fact.id}-${index}-${copy}`,
          organisation: organisationOf[fact.source] ?? sirets.carif,
          ...(fact.type === 'financing-engaged'
            ? { data: { ...fact.data, line: `L${copy}`, to: `2026-09-${10 + copy}` } }
            : {}),
        })),
      ) as Fact[];
      const { organisations, lines, paid } = describeRow(factSet(many), releasedRules).summary.evidence;
      expect(organisations.length).toBeLessThanOrEqual(32);
      for (const { organisation, vouches } of organisations) {
        expect(vouches.length).toBeLessThanOrEqual(8);
        expect(lines.filter((line) => line.organisation === organisation).length).toBeLessThanOrEqual(8);
        expect(paid.filter((each) => each.organisation === organisation).length).toBeLessThanOrEqual(8);
      }
    }),
    { numRuns: numRuns / 20 },
  );
});
