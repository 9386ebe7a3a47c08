import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import {
  type Case,
  type Expected,
  factOf,
  type ReportedEvent,
  scenarios,
  subjectOf,
} from '../../../../test/scenarios/index.ts';
import { factStates } from './dossier/fact-states.ts';
import type { Fact } from './dossier/facts.ts';
import { compareText, factSet } from './dossier/facts.ts';
import { namedBy } from './identifiers/training-reference.ts';
import { describePath } from './person/describe-path.ts';
import { joinDossiers, type KnownDossier, type KnownSession } from './person/join-dossiers.ts';
import type { TrainingPath } from './person/person-record.ts';
import { recordHash } from './record-hash.ts';
import { describeSession } from './session/describe-session.ts';
import { drawFromSeed, propertyRuns } from './test/config.ts';
import { releasedRules } from './test/released-rules.ts';

beforeAll(() => drawFromSeed('orders of scenarios'));

/** What the hub would store after these events, in the order reported. */
interface Stored {
  readonly dossiers: readonly KnownDossier[];
  readonly trainees: ReadonlyMap<string, readonly Fact[]>;
  readonly sessions: ReadonlyMap<string, KnownSession>;
}

type Placed = { readonly reported: ReportedEvent; readonly fact: Fact };

function placed(events: readonly ReportedEvent[]): Placed[] {
  return events.map((reported, position) => ({ reported, fact: factOf(reported, position) }));
}

/** A session reference, the first reported, else the file (rules.md, References and dossiers). */
function ownReference(fact: Fact): string {
  return fact.references.find((reference) => reference.startsWith('session:')) ?? fact.references[0] ?? '';
}

/** Numbers follow the order of the references here, so that they do not depend on arrival. */
function stored(events: readonly Placed[]): Stored {
  const dossiers = new Map<string, Fact[]>();
  const trainees = new Map<string, Fact[]>();
  const offers: Fact[] = [];
  for (const { reported, fact } of events) {
    const trainee = reported.trainee ?? 'T1';
    const subject = subjectOf(fact.type);
    if (subject === 'session') offers.push(fact);
    else if (subject === 'trainee') trainees.set(trainee, [...(trainees.get(trainee) ?? []), fact]);
    else {
      const key = `${trainee} ${ownReference(fact)}`;
      dossiers.set(key, [...(dossiers.get(key) ?? []), fact]);
    }
    if (subject !== 'session' && !trainees.has(trainee)) trainees.set(trainee, []);
  }
  const reported = factSet(offers);
  const session = { facts: reported, record: describeSession(reported) };
  const sessions = offers.flatMap((fact) => fact.references).map((reference) => [reference, session] as const);
  return {
    dossiers: [...dossiers.keys()]
      .sort(compareText)
      .map((key, index) => knownDossier(key, index, dossiers.get(key) ?? [])),
    trainees,
    sessions: new Map(sessions),
  };
}

function knownDossier(key: string, index: number, facts: readonly Fact[]): KnownDossier {
  const [trainee = '', reference = ''] = key.split(' ');
  const number = 100_000_000 + index;
  const attributed: Fact = {
    source: 'hub',
    id: `number-${number}`,
    type: 'dossier-attributed',
    version: 1,
    partner: 'hub',
    recordedAt: '2026-12-31T00:00:00.000Z',
    receivedAt: `2026-12-31T00:00:0${index}.000Z`,
    effectiveDate: null,
    digest: `number-${number}`,
    references: [reference],
    data: { number },
  };
  return { number, trainee, facts: factSet([...facts, attributed]) };
}

function pathOf({ dossiers, trainees, sessions }: Stored, asked: string, today: string): TrainingPath {
  const known = [...trainees].map(([trainee, facts]) => ({ trainee, facts: factSet(facts) }));
  known.sort((a, b) => Number(b.trainee === asked) - Number(a.trainee === asked));
  return describePath({ dossiers, trainees: known, sessions, today, rules: releasedRules });
}

function check(state: Stored, expected: Expected, today: string): void {
  const path = pathOf(state, expected.trainee ?? 'T1', today);
  const answer = path.dossiers.find(({ trainingRefs }) => trainingRefs.includes(expected.dossier));
  expect(answer, `a dossier of ${expected.dossier}`).toBeDefined();
  if (answer === undefined) return;
  expect(answer).toMatchObject(expected.record);
  const codes = answer.anomalies.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining([...(expected.anomalies ?? [])]));
  for (const code of expected.noAnomalies ?? []) expect(codes).not.toContain(code);
  if (expected.numbers !== undefined) expect([answer.number, ...answer.alsoKnownAs]).toHaveLength(expected.numbers);
  if (expected.facts === undefined) return;
  const own = state.dossiers
    .filter(({ trainee }) => path.trainees.includes(trainee))
    .map((dossier) => ({ ...dossier, named: namedBy(dossier.facts) }));
  const group = joinDossiers(own, [], state.sessions).groups.find((dossiers) =>
    dossiers.some(({ facts }) => facts.some(({ references }) => references[0] === expected.dossier)),
  );
  const states = Object.fromEntries(factStates(group ?? []).map((fact) => [`${fact.source}/${fact.id}`, fact.state]));
  expect(states).toMatchObject(expected.facts);
}

function hashes(state: Stored, scene: Case): string[] {
  const asked = [...new Set(scene.expected.map(({ trainee }) => trainee ?? 'T1'))];
  return asked.flatMap((trainee) =>
    pathOf(state, trainee, scene.today).dossiers.map((dossier) => recordHash(dossier).toString('hex')),
  );
}

for (const scenario of scenarios) {
  suite(`F${scenario.number} ${scenario.title}`, () => {
    for (const scene of scenario.cases) {
      test(scene.title, () => {
        const state = stored(placed(scene.events));
        for (const expected of scene.expected) check(state, expected, scene.today);
      });
      if (!scene.allOrders) continue;
      test(`${scene.title}: every order and repeat answers the same`, () => {
        const events = placed(scene.events);
        const reference = hashes(stored(events), scene);
        const arrivals = fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3 });
        fc.assert(
          fc.property(arrivals, (arrived) => {
            expect(hashes(stored(arrived), scene)).toEqual(reference);
          }),
          { numRuns: Math.ceil(propertyRuns / 7) },
        );
      });
    }
  });
}
