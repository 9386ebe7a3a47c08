import type { EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { catalogue } from '../../../../contracts/src/generated/catalogue.ts';
import type { Fact, FactSet, OwnedFacts } from './facts.ts';
import { assess } from './fold/assess.ts';
import { describe, explain } from './fold/describe.ts';
import { factStates } from './fold/fact-states.ts';
import type { DossierRecord } from './fold/record.ts';
import { factKey, factSet, union } from './fold/union.ts';
import { recordHash } from './record-hash.ts';
import { propertyRuns as numRuns, propertySeed as seed } from './test/config.ts';
import { dossierTypes, life, livedTypes } from './test/lives.ts';
import { releasedRules } from './test/rules.ts';

beforeAll(() => {
  fc.configureGlobal({ seed });
  process.stdout.write(`properties: PROPERTY_RUNS=${numRuns} PROPERTY_SEED=${seed}\n`);
});

function ofOne(facts: FactSet): OwnedFacts[] {
  return [{ trainee: 'T1', facts }];
}

function hash(facts: FactSet): string {
  return recordHash(describe(facts, releasedRules)).toString('hex');
}

/** The same facts shuffled, each one to three times, cut in batches that are joined one after the other. */
const arrivals = life.chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    told: fc.shuffledSubarray([...facts, ...facts, ...facts], { minLength: facts.length * 3 }),
    batch: fc.integer({ min: 1, max: 9 }),
  }),
);

function joinedInBatches(facts: readonly Fact[], size: number): FactSet {
  let set: FactSet = [];
  for (let at = 0; at < facts.length; at += size) set = union(set, factSet(facts.slice(at, at + size)));
  return set;
}

suite('the record of any life', () => {
  test('lives are made of every event of a dossier', () => {
    const wanted = dossierTypes(Object.keys(catalogue) as EventName[]);
    expect(livedTypes).toEqual(expect.arrayContaining(wanted));
  });

  test('is the same in any order, any split in batches, with any repeats', () => {
    fc.assert(
      fc.property(arrivals, ({ facts, told, batch }) => {
        expect(hash(joinedInBatches(told, batch))).toBe(hash(factSet(facts)));
      }),
      { numRuns },
    );
  });

  test('is plain JSON: what is stored and read again is what was described', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const record = describe(factSet(facts), releasedRules);
        expect(JSON.parse(JSON.stringify(record))).toEqual(record);
      }),
      { numRuns },
    );
  });

  test('of stored facts that were read again from JSON is the same', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const set = factSet(facts);
        expect(hash(JSON.parse(JSON.stringify(set)) as FactSet)).toBe(hash(set));
      }),
      { numRuns },
    );
  });

  test('names no removed fact in any value', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const set = factSet(facts);
        const gone = factStates(ofOne(set)).filter(
          ({ state }) => state === 'removed' || state === 'set-aside' || state === 'superseded',
        );
        const { anomalies: _, ...values } = describe(set, releasedRules);
        const text = JSON.stringify(values);
        for (const { source, id } of gone) expect(text).not.toContain(`"source":"${source}","eventId":"${id}"`);
      }),
      { numRuns },
    );
  });

  test('changes with the day only in what is assessed', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const record = describe(factSet(facts), releasedRules);
        const before = recordHash(record);
        assess(record, null, '2026-12-31', releasedRules);
        expect(recordHash(record)).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  test('explains every choice by a fact that lives', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const set = factSet(facts);
        const live = new Set(
          factStates(ofOne(set))
            .filter(({ state }) => state === 'live')
            .map(factKey),
        );
        for (const { chosen, over } of explain(ofOne(set), releasedRules)) {
          for (const { source, eventId } of [chosen, ...over]) expect(live).toContain(`${source}/${eventId}`);
        }
      }),
      { numRuns: 100 },
    );
  });
});

suite('the union of sets', () => {
  const sets = fc
    .tuple(life, life, life)
    .map((lives) => lives.map((facts) => factSet(facts)) as [FactSet, FactSet, FactSet]);

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(sets, ([a, b, c]) => {
        expect(union(a, b)).toEqual(union(b, a));
        expect(union(union(a, b), c)).toEqual(union(a, union(b, c)));
        expect(union(a, a)).toEqual(a);
        expect(union(union(a, b), b)).toEqual(union(a, b));
      }),
      { numRuns },
    );
  });
});

suite('a removal', () => {
  test('stays a removal, whatever is told afterwards under other ids', () => {
    fc.assert(
      fc.property(life, life, (before, after) => {
        const known = new Set(before.map(factKey));
        const more = after.filter((fact) => !known.has(factKey(fact)));
        const removedBefore = factStates(ofOne(factSet(before))).filter(
          ({ state }) => state === 'removed' || state === 'set-aside',
        );
        const states = new Map(
          factStates(ofOne(factSet([...before, ...more]))).map((fact) => [factKey(fact), fact.state]),
        );
        for (const fact of removedBefore)
          expect(['removed', 'set-aside', 'variant']).toContain(states.get(factKey(fact)));
      }),
      { numRuns },
    );
  });
});

suite('facts compete only in their slot', () => {
  const beside: readonly EventName[] = [
    'absence-declared',
    'hours-realised',
    'quote-decided',
    'service-done',
    'remuneration-set',
    'certification-obtained',
  ];

  /** Checked: every attempt, stay and plan, and every list but that of the added type, stays as it was, fact by fact. */
  test('a fact of another type changes no attempt, stay, plan or other list', () => {
    fc.assert(
      fc.property(life, life, (facts, others) => {
        const known = new Set(facts.map(factKey));
        const named = JSON.stringify(facts.map(({ data }) => [data.corrects, data.origin, data.target]));
        const added = others.find(
          ({ type, source, id, data }) =>
            beside.includes(type) &&
            !known.has(`${source}/${id}`) &&
            !named.includes(`"${id}"`) &&
            data.corrects === undefined &&
            data.origin === undefined &&
            data.statement === undefined,
        );
        if (added === undefined) return;
        const sameReferences = { ...added, references: facts[0]?.references ?? [] };
        const before = describe(factSet(facts), releasedRules);
        const after = describe(factSet([...facts, sameReferences]), releasedRules);
        expect(after.attempts).toEqual(before.attempts);
        expect(after.stays).toEqual(before.stays);
        expect(after.plan).toEqual(before.plan);
        expect(after.financing).toEqual(before.financing);
        expect(after.attendance).toEqual(before.attendance);
      }),
      { numRuns },
    );
  });

  /** Checked where every attempt has a key: one without joins whatever attempt was opened last before it, by E.4. */
  test('a fact of another attempt changes no other attempt and no stay', () => {
    fc.assert(
      fc.property(life, fc.constantFrom('present', 'absent'), (facts, presence) => {
        const keyed = facts.map((fact) => ({ ...fact, data: { attempt: 'a1', ...fact.data } }));
        const before = describe(factSet(keyed), releasedRules);
        const after = describe(factSet([...keyed, absentElsewhere(presence)]), releasedRules);
        expect(after.attempts.filter(({ key }) => key !== 'another')).toEqual(before.attempts);
        expect(begun(after)).toEqual(begun(before));
      }),
      { numRuns },
    );
  });

  /** Checked: where the last stay is closed, a later candidature and entry leave every stay and attempt before as it was. */
  test('a later stay changes no slot of the stays before', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const before = describe(factSet(facts), releasedRules);
        const last = begun(before).at(-1);
        if (last === undefined || last.state !== 'exited' || last.provisional || last.entry === null) return;
        const after = describe(factSet([...facts, ...laterStay]), releasedRules);
        expect(begun(after).slice(0, -1)).toEqual(begun(before));
        expect(begun(after).at(-1)).toMatchObject({ state: 'entered', entry: { value: '2027-06-01' } });
      }),
      { numRuns },
    );
  });
});

/** Stays that something opened: one that is only expected follows the dossier's status. */
function begun({ stays }: DossierRecord): DossierRecord['stays'] {
  return stays.filter(({ state }) => state !== 'expected');
}

function later(id: string, type: EventName, day: string, data: object): Fact {
  return {
    source: 'eos',
    id,
    type,
    version: 1,
    partner: 'eos',
    recordedAt: `${day}T09:00:00.000Z`,
    receivedAt: `${day}T09:00:00.000Z`,
    effectiveDate: day,
    digest: id,
    references: ['file:opco:A'],
    data: { effectiveDate: day, ...data },
  };
}

function absentElsewhere(presence: string): Fact {
  return later('other', 'presence-recorded', '2026-03-03', { presence, attempt: 'another' });
}

const laterStay: readonly Fact[] = [
  later('later-p', 'candidate-positioned', '2027-05-01', { by: 'self', mode: 'candidature' }),
  later('later-e', 'entry-attested', '2027-06-01', { funding: 'prf' }),
];
