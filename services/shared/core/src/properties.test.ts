import type { EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { catalogue } from '../../../../contracts/src/generated/catalogue-data.ts';
import { addDays } from './calendar.ts';
import { asOf, knownAt } from './dossier/as-of.ts';
import { assess } from './dossier/assess.ts';
import { describe, explain } from './dossier/describe.ts';
import { factStates } from './dossier/fact-states.ts';
import type { Fact, FactSet, OwnedFacts } from './dossier/facts.ts';
import { factKey, factSet, union } from './dossier/facts.ts';
import { recordHash } from './record-hash.ts';
import { drawFromSeed, propertyRuns as numRuns } from './test/config.ts';
import { begunLife, dossierTypes, life, livedTypes, sentAgain } from './test/lives.ts';
import { releasedRules } from './test/released-rules.ts';

beforeAll(() => drawFromSeed('properties of dossiers'));

function ofOne(facts: FactSet): OwnedFacts[] {
  return [{ trainee: 'T1', facts }];
}

function hash(facts: FactSet): string {
  return recordHash(describe(facts, releasedRules)).toString('hex');
}

/** When a content was recorded again is kept, and when that came is not (rules.md, 4.13). */
function hashWithoutRepeats(facts: FactSet): string {
  const record = describe(facts, releasedRules);
  const anomalies = record.anomalies.filter(({ code }) => code !== 'retracted-again');
  return recordHash({ ...record, anomalies }).toString('hex');
}

/** Every fact one to three times, sent again at other times, shuffled and cut in batches that are joined one after the other. */
const arrivals = fc
  .oneof(life, begunLife)
  .map(sentAgain)
  .chain((sent) =>
    fc.record({
      sent: fc.constant(sent),
      reported: fc.shuffledSubarray(sent, { minLength: sent.length }),
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
      fc.property(arrivals, ({ sent, reported, batch }) => {
        expect(hash(joinedInBatches(reported, batch))).toBe(hash(factSet(sent)));
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
        const { anomalies: _, ...values } = describe(set, releasedRules);
        const named = namedIn(values);
        for (const { state, ...fact } of factStates(ofOne(set))) {
          if (isGone(state)) expect(named).not.toContain(factKey(fact));
        }
      }),
      { numRuns },
    );
  });

  /**
   * But for two that say nothing any more: a cancel of an RDV slot that the candidate no longer holds (C.1), and a situation
   * that its own source reported again.
   */
  test('loses no fact that lives: it is shown, or what beat it is explained', () => {
    fc.assert(
      fc.property(begunLife, (facts) => {
        const set = factSet(facts);
        const { anomalies: _, ...values } = describe(set, releasedRules);
        const named = namedIn([values, explain(ofOne(set), releasedRules)]);
        for (const { state, type, ...fact } of factStates(ofOne(set))) {
          if (
            state === 'live' &&
            isReported(type) &&
            type !== 'appointment-cancelled' &&
            type !== 'situation-declared'
          ) {
            expect(named, `${type} ${factKey(fact)}`).toContain(factKey(fact));
          }
        }
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
      fc.property(begunLife, (facts) => {
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
  test('stays a removal, whatever is reported afterwards, under other ids or the same', () => {
    fc.assert(
      fc.property(life, life, (before, after) => {
        const known = new Set(before.map(factKey));
        const more = after.map((fact) => (known.has(factKey(fact)) ? { ...fact, receivedAt: '2026-10-01' } : fact));
        const states = new Map<string, string[]>();
        for (const fact of factStates(ofOne(factSet([...before, ...more])))) {
          states.set(factKey(fact), [...(states.get(factKey(fact)) ?? []), fact.state]);
        }
        for (const fact of factStates(ofOne(factSet(before)))) {
          const isRemoved = fact.state === 'removed' || fact.state === 'set-aside';
          const later = isRemoved ? (states.get(factKey(fact)) ?? []) : [];
          expect(later.filter((state) => !['removed', 'set-aside', 'variant'].includes(state))).toEqual([]);
        }
      }),
      { numRuns },
    );
  });

  test('reaches only facts of the partner that removes, but for an operator’s', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const set = factSet(facts);
        const partnerOf = new Map(set.map((fact) => [factKey(fact), fact.partner]));
        for (const { state, by, ...fact } of factStates(ofOne(set))) {
          if (state !== 'removed') continue;
          const removers = by.map(({ source, eventId }) => partnerOf.get(`${source}/${eventId}`));
          expect(removers).toContain(partnerOf.get(factKey(fact)));
        }
      }),
      { numRuns },
    );
  });
});

suite('time travel', () => {
  const instant = fc
    .integer({ min: 0, max: 59 })
    .map((second) => `2026-09-01T00:00:${String(second).padStart(2, '0')}.000Z`);

  test('what was known at an instant is what had been stored had nothing come after it', () => {
    fc.assert(
      fc.property(life, instant, (facts, until) => {
        const sent = sentAgain(facts);
        const come = sent.filter(({ receivedAt }) => receivedAt <= until);
        expect(hashWithoutRepeats(knownAt(factSet(sent), until))).toBe(hashWithoutRepeats(factSet(come)));
      }),
      { numRuns },
    );
  });

  test('what was known at an instant was known at every later one', () => {
    fc.assert(
      fc.property(life, instant, instant, (facts, one, other) => {
        const [first, second] = [one, other].sort() as [string, string];
        const set = factSet(facts);
        expect(knownAt(knownAt(set, second), first)).toEqual(knownAt(set, first));
        expect(knownAt(set, second)).toEqual(expect.arrayContaining([...knownAt(set, first)]));
      }),
      { numRuns },
    );
  });

  /** The oracle takes what lives by the whole set, silences later days and every relation, and describes the rest. */
  test('the record as of a day is that of what lives today and has a day until then', () => {
    fc.assert(
      fc.property(begunLife, fc.integer({ min: 0, max: 160 }), (facts, days) => {
        const day = addDays('2026-02-10', days);
        const set = factSet(facts);
        const lives = new Set(
          factStates(ofOne(set)).flatMap((fact) =>
            fact.state === 'live' || fact.state === 'echo' ? factKey(fact) : [],
          ),
        );
        const says = (fact: Fact) => lives.has(factKey(fact)) && isReported(fact.type) && isFirst(fact, set);
        const until = ({ effectiveDate }: Fact) => effectiveDate === null || effectiveDate <= day;
        const known = set.map((fact) => (says(fact) && until(fact) ? withoutRemovals(fact) : silenced(fact)));
        expect(valuesOf(asOf(set, day))).toEqual(valuesOf(factSet(known.filter((fact) => isFirst(fact, known)))));
      }),
      { numRuns },
    );
  });

  test('as of the last day reported, the record is that of today', () => {
    fc.assert(
      fc.property(life, (facts) => {
        expect(hash(asOf(factSet(facts), '2026-12-31'))).toBe(hash(factSet(facts)));
      }),
      { numRuns },
    );
  });
});

/** Every fact named in a value, as \`source/id\`. */
function namedIn(value: unknown): Set<string> {
  const named = new Set<string>();
  JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'object' && member !== null && 'source' in member && 'eventId' in member) {
      named.add(`${member.source}/${member.eventId}`);
    }
    return member;
  });
  return named;
}

function isGone(state: string): boolean {
  return state === 'removed' || state === 'set-aside' || state === 'superseded';
}

/** Removals say nothing of the training itself. */
function isReported(type: string): boolean {
  return type !== 'fact-retracted' && type !== 'dossier-withdrawn';
}

/** The variant that stands: the one received first. */
function isFirst(fact: Fact, set: FactSet): boolean {
  const variants = set.filter((other) => factKey(other) === factKey(fact));
  const order = ({ receivedAt, digest }: Fact) => `${receivedAt} ${digest}`;
  return variants.every((other) => order(fact) <= order(other));
}

/** Known to exist, and saying nothing. */
function silenced(fact: Fact): Fact {
  return {
    ...fact,
    type: 'entry-attested',
    effectiveDate: null,
    references: [],
    data: { effectiveDate: '' },
    later: true,
  };
}

function withoutRemovals(fact: Fact): Fact {
  const { corrects: _, statement: __, ...data } = fact.data;
  return { ...fact, data } as Fact;
}

/** What a record says of the training, but for the anomalies of the set itself and what counts or names all that is stored. */
function valuesOf(facts: FactSet): object {
  const {
    anomalies: _,
    factCount: __,
    trainingRefs: ___,
    partnerRefs: ____,
    ...values
  } = describe(facts, releasedRules);
  return { ...values, status: values.status === 'removed' ? 'declared' : values.status };
}
