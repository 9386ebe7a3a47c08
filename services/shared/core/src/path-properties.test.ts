import type { EventName } from '@hub/contracts';
import { catalogueEntry } from '@hub/contracts';
import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { catalogue } from '../../../../contracts/src/generated/catalogue-data.ts';
import type { Fact, FactSet } from './dossier/facts.ts';
import { factSet, union } from './dossier/facts.ts';
import { describePath } from './person/describe-path.ts';
import { describeTrainee } from './person/describe-trainee.ts';
import type { TrainingPath } from './person/person-record.ts';
import { recordHash } from './record-hash.ts';
import { describeSession } from './session/describe-session.ts';
import { asFact } from './test/as-fact.ts';
import { drawFromSeed, propertyRuns } from './test/config.ts';
import { sentAgain } from './test/lives.ts';
import { releasedRules } from './test/released-rules.ts';
import {
  pathOf,
  type Sent,
  sessionLife,
  sessionTypes,
  stored,
  traineeLife,
  traineeTypes,
  world,
} from './test/worlds.ts';

beforeAll(() => drawFromSeed('properties of persons, sessions and paths'));

/** A world is many lives. */
const numRuns = Math.ceil(propertyRuns / 3);
const today = '2026-07-01';

/** As shuffled, cut in batches of one size. */
function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return items.flatMap((_, at) => (at % size === 0 ? [items.slice(at, at + size)] : []));
}

function joined(facts: readonly Fact[], size: number): FactSet {
  return batches(facts, size).map(factSet).reduce(union, []);
}

const batch = fc.integer({ min: 1, max: 9 });

function arrivalsOf(lives: fc.Arbitrary<Fact[]>) {
  return lives
    .map(sentAgain)
    .chain((sent) =>
      fc.record({ sent: fc.constant(sent), reported: fc.shuffledSubarray(sent, { minLength: sent.length }), batch }),
    );
}

suite('the records of persons and sessions', () => {
  test('lives are made of every event whose subject they are', () => {
    const names = Object.keys(catalogue) as EventName[];
    const of = (subject: string) => names.filter((name) => catalogueEntry(name).subject === subject).sort();
    expect([...traineeTypes].sort()).toEqual(of('trainee'));
    expect([...sessionTypes].sort()).toEqual(of('session'));
  });

  for (const [what, lives, describe] of [
    ['a person', traineeLife, (facts: FactSet) => describeTrainee(facts, releasedRules, 'T1')],
    ['a session', sessionLife, (facts: FactSet) => describeSession(facts, releasedRules)],
  ] as const) {
    test(`of ${what} is the same in any order, any split in batches, with any repeats`, () => {
      fc.assert(
        fc.property(arrivalsOf(lives), ({ sent, reported, batch: size }) => {
          expect(recordHash(describe(joined(reported, size)))).toEqual(recordHash(describe(factSet(sent))));
        }),
        { numRuns },
      );
    });

    test(`of ${what} is plain JSON: what is stored and read again is what was described`, () => {
      fc.assert(
        fc.property(lives, (facts) => {
          const record = describe(factSet(facts));
          expect(JSON.parse(JSON.stringify(record))).toEqual(record);
          expect(describe(JSON.parse(JSON.stringify(factSet(facts))) as FactSet)).toEqual(record);
        }),
        { numRuns },
      );
    });
  }

  test('a certification, a period of CEP or a contract changes no other one', () => {
    fc.assert(
      fc.property(traineeLife, fc.constantFrom(...besides), (facts, added) => {
        const before = describeTrainee(factSet(facts), releasedRules);
        const after = describeTrainee(factSet([...facts, added]), releasedRules);
        const { anomalies: _, employment, certifications, cepPeriods, ...others } = after;
        expect(employment.filter(({ contract }) => contract !== 'another').map(alone)).toEqual(
          before.employment.map(alone),
        );
        expect(certifications.filter(({ value }) => value.code !== 'another')).toEqual(before.certifications);
        expect(cepPeriods.filter(({ period }) => period !== 'another')).toEqual(before.cepPeriods);
        const { anomalies: __, employment: ___, certifications: ____, cepPeriods: _____, ...known } = before;
        expect(others).toEqual(known);
      }),
      { numRuns },
    );
  });
});

/** `several` says that another contract ran beside it, and is meant to change. */
function alone({ several: _, ...period }: TrainingPath['employment']['periods'][number]): object {
  return period;
}

const besides: readonly Fact[] = [
  beside('certification-obtained', { registry: 'rncp', code: 'another' }),
  beside('cep-period-opened', { period: 'another', operatorSiret: '13000548100010' }),
  beside('employment-reported', {
    contract: 'another',
    nature: '01',
    start: '2026-03-01',
    monthlyHours: 151,
    month: '2026-03',
  }),
];

function beside(type: EventName, data: object): Fact {
  return asFact({
    source: 'another',
    id: 'another',
    type,
    version: 1,
    partner: 'another',
    recordedAt: '2026-03-02T09:00:00.000Z',
    receivedAt: '2026-03-02T09:00:00.000Z',
    effectiveDate: '2026-03-01',
    digest: type,
    references: [],
    data: { effectiveDate: '2026-03-01', ...data },
  });
}

/** Every event of a world up to three times, in any order over all topics, cut in batches. */
const arrivedWorlds = world
  .map((events) => events.flatMap((sent) => sentAgain([sent.fact]).map((fact): Sent => ({ ...sent, fact }))))
  .chain((sent) =>
    fc.record({ sent: fc.constant(sent), reported: fc.shuffledSubarray(sent, { minLength: sent.length }), batch }),
  );

function hashes(path: TrainingPath): string {
  return recordHash(path).toString('hex');
}

suite('the path of persons', () => {
  test('is the same in any order over all topics, any split in batches, with any repeats', () => {
    fc.assert(
      fc.property(arrivedWorlds, ({ sent, reported, batch: size }) => {
        expect(hashes(pathOf(batches(reported, size), 'T1', today))).toBe(hashes(pathOf([sent], 'T1', today)));
      }),
      { numRuns },
    );
  });

  test('is plain JSON', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const path = pathOf([sent], 'T1', today);
        expect(JSON.parse(JSON.stringify(path))).toEqual(path);
      }),
      { numRuns },
    );
  });

  test('is the same whichever of the linked persons is asked about', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const path = pathOf([sent], 'T1', today);
        for (const trainee of path.trainees) expect(pathOf([sent], trainee, today)).toEqual(path);
      }),
      { numRuns },
    );
  });

  test('parts the persons: each is in the path of exactly one group', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const groups = ['T1', 'T2', 'T3'].map((trainee) => pathOf([sent], trainee, today).trainees);
        expect(new Set(groups.map(String)).size).toBe(new Set(groups.flat().map((id) => ownGroup(groups, id))).size);
        for (const [index, trainee] of ['T1', 'T2', 'T3'].entries()) expect(groups[index]).toContain(trainee);
      }),
      { numRuns },
    );
  });

  test('shows every dossier of the group once, and no other', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const input = stored([sent], 'T1', today);
        const path = describePath(input);
        const own = input.dossiers.filter(({ trainee }) => path.trainees.includes(trainee));
        const numbers = path.dossiers.flatMap(({ number, alsoKnownAs }) => [number, ...alsoKnownAs]);
        expect([...numbers].sort()).toEqual(own.map(({ number }) => number).sort());
      }),
      { numRuns },
    );
  });

  test('with the one other person judged different by hand, last, is that of the person alone', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const two = sent.filter(({ subject, fact }) => !isAbout('T3', subject, fact));
        const parted = pathOf([[...two, ...verdicts('different')]], 'T1', today);
        const own = two.filter(({ subject }) => subject.kind === 'session' || subject.trainee === 'T1');
        const single = pathOf([own], 'T1', today);
        expect(parted.trainees).toEqual(['T1']);
        expect(reported(parted)).toEqual(reported(single));
      }),
      { numRuns },
    );
  });

  test('with a link by hand, reported last, holds all that the two alone hold', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const two = sent.filter(({ subject, fact }) => !isAbout('T3', subject, fact));
        const path = pathOf([[...two, ...verdicts('same')]], 'T1', today);
        expect(path.trainees).toEqual(['T1', 'T2']);
        const references = new Set(path.dossiers.flatMap(({ trainingRefs }) => trainingRefs));
        for (const trainee of ['T1', 'T2']) {
          const alone = pathOf([[...two, ...verdicts('different')]], trainee, today);
          for (const dossier of alone.dossiers)
            for (const ref of dossier.trainingRefs) expect(references).toContain(ref);
        }
      }),
      { numRuns },
    );
  });

  test('of a person to whom all facts of another were moved is what the other’s was; moved back, it is so again', () => {
    fc.assert(
      fc.property(world, (sent) => {
        const own = sent.filter(({ subject, fact }) => subject.kind !== 'trainee' && !isAbout('T2', subject, fact));
        const before = pathOf([own], 'T1', today);
        const moved = own.flatMap(reportedUnderT2);
        const away = moves(own, 'T2', '2026-12-01');
        const there = pathOf([[...own, ...moved, ...away]], 'T2', today);
        expect(answers(there)).toEqual(answers(before));
        expect(answers(pathOf([[...own, ...moved, ...away]], 'T1', today))).toEqual([]);
        const back = pathOf([[...own, ...moved, ...away, ...moves(own, 'T1', '2026-12-02')]], 'T1', today);
        expect(answers(back)).toEqual(answers(before));
      }),
      { numRuns },
    );
  });
});

/** The group that a person is found in when asked about. */
function ownGroup(groups: readonly (readonly string[])[], trainee: string): string {
  return String(groups[['T1', 'T2', 'T3'].indexOf(trainee)]);
}

function isAbout(trainee: string, subject: Sent['subject'], fact: Fact): boolean {
  if (subject.kind !== 'session' && subject.trainee === trainee) return true;
  const { toTrainee, trainees } = fact.data as { readonly toTrainee?: string; readonly trainees?: readonly string[] };
  return toTrainee === trainee || trainees?.includes(trainee) === true;
}

/** What a path says but for who is joined and why. */
function reported(path: TrainingPath): object {
  const { trainees: _, joinedBy: __, review: ___, ...rest } = path;
  return rest;
}

function verdicts(verdict: 'same' | 'different'): Sent[] {
  return ofBoth('trainees-judged', '2027-01-01', { trainees: ['T1', 'T2'], verdict, by: 'manual', reason: 'seen' });
}

/** By day of the act: every fact of T1 is `toTrainee`'s from then on. */
function moves(sent: readonly Sent[], toTrainee: string, day: string): Sent[] {
  const own = sent.filter(({ subject, fact }) => isOfT1(subject) && fact.source !== 'hub');
  const facts = [...new Map(own.map(({ fact: { source, id } }) => [`${source}/${id}`, { source, id }])).values()];
  return ofBoth('facts-moved', day, { facts, fromTrainee: 'T1', toTrainee });
}

function isOfT1(subject: Sent['subject']): boolean {
  return subject.kind === 'dossier' && subject.trainee === 'T1';
}

function ofBoth(type: EventName, day: string, data: object): Sent[] {
  const recordedAt = `${day}T09:00:00.000Z`;
  const fact = { ...beside(type, data), source: 'operator', id: `${type}-${day}`, recordedAt, receivedAt: recordedAt };
  return ['T1', 'T2'].map((trainee) => ({ subject: { kind: 'trainee', trainee }, fact }));
}

/** As the gateway reports a fact again: same source, id and times under the other person's key. */
function reportedUnderT2({ subject, fact }: Sent): Sent[] {
  if (subject.kind !== 'dossier' || subject.trainee !== 'T1' || fact.source === 'hub') return [];
  return [{ subject: { ...subject, trainee: 'T2' }, fact: { ...fact, digest: `${fact.digest}2` } }];
}

/** One hash for each dossier, without its numbers, in the order shown; a dossier of a number alone is none. */
function answers({ dossiers }: TrainingPath): readonly string[] {
  const said = dossiers.filter(({ factCount }) => factCount > 0);
  return said.map((dossier) => recordHash(dossier).toString('hex'));
}
