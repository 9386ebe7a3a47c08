import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { parisDay } from '../calendar.ts';
import { factOn } from '../test/as-fact.ts';
import { drawFromSeed, propertyRuns } from '../test/config.ts';
import { begunLife, life } from '../test/lives.ts';
import { releasedRules } from '../test/released-rules.ts';
import { knownAt } from './as-of.ts';
import { describe } from './describe.ts';
import { type Fact, type FactSet, factSet } from './facts.ts';
import { type Movement, movementsOf, type ToldMovement, toldMovements } from './movements.ts';

/** Received on `received`, that day at ten; on its own day unless said. */
function fact(named: string, type: Fact['type'], day: string, data: object = {}, received = day): Fact {
  return factOn(
    named,
    type,
    day,
    { effectiveDate: day, ...data },
    {
      references: ['session:eos:67680'],
      recordedAt: `${received}T09:00:00.000Z`,
      receivedAt: `${received}T10:00:00.000Z`,
    },
  );
}

function told(...facts: readonly Fact[]): readonly ToldMovement[] {
  return toldMovements([{ trainee: 'T1', facts: factSet(facts) }], releasedRules);
}

/** Kind, day, since when it is told and when it was taken back. */
function lines(...facts: readonly Fact[]): readonly string[] {
  return told(...facts).map(
    ({ kind, day, toldFrom, takenBackAt }) =>
      `${kind} ${day} from ${parisDay(toldFrom)}${takenBackAt === null ? '' : ` until ${parisDay(takenBackAt)}`}`,
  );
}

const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-20', { mode: 'candidature', funding: 'prf' });
const entry = fact('eos/e', 'entry-attested', '2026-04-06');

suite('movements of a stay', () => {
  test('are its entry, interruptions, resumptions and exit, each on its day, from when the hub was told', () => {
    const interrupted = { from: '2026-05-04', to: '2026-05-24' };
    expect(
      lines(
        ...[positioned, entry],
        fact('eos/i', 'interruption-observed', '2026-05-04', interrupted, '2026-05-05'),
        fact('eos/r', 'resumption-attested', '2026-05-25'),
        fact('eos/x', 'exit-declared', '2026-06-12', { kind: 'planned-end' }, '2026-06-30'),
      ),
    ).toEqual([
      'entry 2026-04-06 from 2026-04-06',
      'interruption 2026-05-04 from 2026-05-05',
      'resumption 2026-05-25 from 2026-05-25',
      'exit 2026-06-12 from 2026-06-30',
    ]);
  });

  test.each([
    ['2026-05-18', 15, false, false],
    ['2026-05-19', 16, true, true],
    [null, null, true, true],
  ])('an interruption until %s has %s days, is long: %s, changes the state: %s', (to, days, long, changesState) => {
    const period = { from: '2026-05-04', ...(to === null ? {} : { to }) };
    const [, interruption] = told(entry, fact('kairos/i', 'interruption-observed', '2026-05-04', period));
    expect(interruption?.interruption).toEqual({ way: 'observed', until: to, days, long, changesState });
  });

  test('one that is planned for the candidate is told as planned, and changes no state however long it is', () => {
    const period = { from: '2026-05-04', to: '2026-06-30' };
    const [, interruption] = told(entry, fact('kairos/i', 'interruption-planned', '2026-05-04', period, '2026-04-10'));
    expect(interruption?.interruption).toMatchObject({ way: 'planned', long: true, changesState: false });
  });

  test('those of a module name it', () => {
    const ofModule = fact('kairos/r', 'resumption-attested', '2026-05-25', { module: 'M2' });
    const found = told(entry, fact('eos/i', 'path-suspended', '2026-05-04', { from: '2026-05-04' }), ofModule);
    expect(found.map(({ kind, module }) => [kind, module])).toEqual([
      ['entry', null],
      ['interruption', null],
      ['resumption', 'M2'],
    ]);
  });
});

suite('a movement that was told and is not so', () => {
  test('is told as taken back from the day of the correction, and what replaces it from then on', () => {
    const corrected = fact('eos/e2', 'entry-attested', '2026-04-07', { corrects: ['e'] }, '2026-04-20');
    expect(lines(positioned, entry, corrected)).toEqual([
      'entry 2026-04-06 from 2026-04-06 until 2026-04-20',
      'entry 2026-04-07 from 2026-04-20',
    ]);
  });

  test('is told as taken back where it was retracted, and again since it is told anew', () => {
    const gone = fact(
      'eos/g',
      'fact-retracted',
      '2026-04-10',
      { target: { source: 'eos', id: 'e' }, reason: 'entered-in-error' },
      '2026-04-10',
    );
    expect(lines(entry, gone)).toEqual(['entry 2026-04-06 from 2026-04-06 until 2026-04-10']);
    expect(lines(entry, gone, fact('eos/e3', 'entry-attested', '2026-04-06', {}, '2026-04-15'))).toEqual([
      'entry 2026-04-06 from 2026-04-15',
    ]);
  });

  test('gives way to the authority, and what never stood is not told', () => {
    const others = fact('kairos/k', 'entry-attested', '2026-04-08');
    expect(lines(positioned, others, { ...entry, receivedAt: '2026-04-09T10:00:00.000Z' })).toEqual([
      'entry 2026-04-08 from 2026-04-08 until 2026-04-09',
      'entry 2026-04-06 from 2026-04-09',
    ]);
    expect(lines(positioned, entry, others)).toEqual(['entry 2026-04-06 from 2026-04-06']);
  });

  test('is the same while another fact says the same, and another one when its end is', () => {
    const open = fact('eos/i', 'interruption-observed', '2026-05-04', { from: '2026-05-04' });
    const again = fact('kairos/k', 'entry-attested', '2026-04-06', {}, '2026-04-09');
    const closed = fact(
      'eos/i2',
      'interruption-observed',
      '2026-05-04',
      { from: '2026-05-04', to: '2026-05-30', corrects: ['i'] },
      '2026-05-31',
    );
    expect(lines(entry, again, open, closed)).toEqual([
      'entry 2026-04-06 from 2026-04-06',
      'interruption 2026-05-04 from 2026-05-04 until 2026-05-31',
      'interruption 2026-05-04 from 2026-05-31',
    ]);
  });

  test('is an abandonment that later attendance refutes, and an entry against which an absence stands', () => {
    const left = fact('kairos/a', 'abandonment-declared', '2026-05-04');
    const back = fact('kairos/r', 'resumption-attested', '2026-05-11');
    expect(lines(entry, left, back)).toContain('abandonment 2026-05-04 from 2026-05-04 until 2026-05-11');
    const unsure = fact('soistiss/e', 'entry-attested', '2026-04-06');
    const absent = fact('eos/n', 'absent-at-entry', '2026-04-06', {}, '2026-04-08');
    expect(lines(positioned, unsure, absent)).toEqual(['entry 2026-04-06 from 2026-04-06 until 2026-04-08']);
  });

  test('that was taken back before it came was never told', () => {
    const target = { source: 'eos', id: 'e' };
    const early = fact('eos/g', 'fact-retracted', '2026-04-01', { target, reason: 'entered-in-error' });
    expect(lines(early, entry)).toEqual([]);
  });
});

test('a dossier with very many receipts is looked at in the newest of them, and still says all that stands', () => {
  const many = Array.from({ length: 400 }, (_, index) =>
    fact(`eos/e${index}`, 'entry-attested', '2026-04-06', { statement: { ref: 's', sequence: index } }, '2026-04-06'),
  ).map((each, index) => ({
    ...each,
    receivedAt: `2026-04-06T${String(10 + Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00.000Z`,
  }));
  expect(told(...many)).toMatchObject([{ kind: 'entry', day: '2026-04-06', takenBackAt: null }]);
});

suite('of any life', () => {
  beforeAll(() => drawFromSeed('movements'));
  const contents = (movements: readonly Movement[]) =>
    movements.map(({ kind, day, module, interruption, exitKind }) =>
      JSON.stringify([kind, day, module, interruption, exitKind]),
    );
  const saidOf = (facts: FactSet) => new Set(contents(movementsOf(describe(facts, releasedRules), releasedRules)));

  test('what is told is what its record says, and what was told is what a look back shows', () => {
    fc.assert(
      fc.property(fc.oneof(life, begunLife), (facts) => {
        const set = factSet(facts);
        const told = toldMovements([{ trainee: 'T1', facts: set }], releasedRules);
        const standing = told.filter(({ takenBackAt }) => takenBackAt === null);
        expect(new Set(contents(standing))).toEqual(saidOf(set));
        for (const movement of told) {
          const [content = ''] = contents([movement]);
          expect(saidOf(knownAt(set, movement.toldFrom))).toContain(content);
          if (movement.takenBackAt !== null) expect(saidOf(knownAt(set, movement.takenBackAt))).not.toContain(content);
        }
      }),
      { numRuns: propertyRuns },
    );
  });
});
