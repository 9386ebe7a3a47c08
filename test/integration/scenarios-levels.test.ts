import { randomUUID } from 'node:crypto';
import type { Receipt } from '@hub/client';
import { dossierNumberCapacity, encodeLogEvent, type Fact, type LogEvent, recordHash } from '@hub/core';
import { dossierNumbers, sealReceipt } from '@hub/platform';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrival, arrivals, placed } from '../scenarios/arrivals.ts';
import { cloudEvent, partnerOf } from '../scenarios/cloud-events.ts';
import { ordersEach, printSeed, ordersSeed as seed } from '../scenarios/config.ts';
import { type AnsweredDossier, expectAnswer } from '../scenarios/expect-answer.ts';
import { type Case, dataOf, factOf, type ReportedEvent, scenarios, subjectOf } from '../scenarios/index.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

/** One case on its way: the same events in one of many orders, about people of its own. */
interface Run {
  readonly scene: Case;
  readonly how: string;
  readonly arrived: readonly Arrival[];
}

/** What a level gives back of a run: the dossier of each (trainee, reference), and what reads must have passed. */
interface Played {
  readonly numberOf: (trainee: string, reference: string) => number;
  readonly receipts: readonly Receipt[];
}

let hub: ScenarioHub;
/** Hash of every answer while the projection was live, by dossier and day asked. */
const live = new Map<string, string>();

beforeAll(async () => {
  printSeed();
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

for (const [level, play, numbers] of [
  ['sur le journal, par les projecteurs', playOnLog, scenarios],
  // Whom the door takes for whom is not said by the events: F22 has a test of its own from outside.
  [
    'par HTTP, chaque partenaire avec ses clés, deux passerelles',
    playOverHttp,
    scenarios.filter((each) => each.number !== 22),
  ],
] as const) {
  describe(level, () => {
    for (const scenario of numbers) {
      it(`F${scenario.number} ${scenario.title}`, async () => {
        const label = `${play === playOnLog ? 'L' : 'H'}${scenario.number}-`;
        await Promise.all(scenario.cases.map((scene, index) => playCase(scene, `${label}${index}-`, play)));
      });
    }
  });
}

it('une reconstruction depuis le journal donne les mêmes réponses', async () => {
  expect(live.size).toBeGreaterThan(100);
  const { comparison } = await hub.rebuildAndPromote();
  const level = { changed: 0, onlyHere: 0, onlyThere: 0 };
  expect(comparison).toMatchObject({ dossiers: level, trainees: level, sessions: level });
  expect(comparison?.slicesCompared).toBe(comparison?.slices);
  const asked = [...live];
  await inTurns(asked, 8, async ([question, hash]) => {
    const [number = '', query = ''] = question.split(' ');
    expect(hashOf(await hub.read<AnsweredDossier>(Number(number), { query })), question).toBe(hash);
  });
});

async function playCase(given: Case, label: string, play: (run: Run) => Promise<Played>): Promise<void> {
  const scene = placed(given, label, seed);
  const orders = fc.sample(arrivals(scene), { numRuns: ordersEach, seed });
  const answers = await Promise.all(
    orders.map((arrived) => {
      const ids = arrived.map(({ events, gateway }) => `${gateway}:${events.map(({ id }) => id).join(',')}`);
      return answersOf({ scene, arrived, how: `${given.title}, seed ${seed}, arrived ${ids.join(' | ')}` }, play);
    }),
  );
  const [first] = answers;
  for (const [index, hashes] of answers.entries()) {
    expect(hashes, `${given.title}, seed ${seed}, order ${index} against order 0`).toEqual(first);
  }
}

async function answersOf(run: Run, play: (run: Run) => Promise<Played>): Promise<readonly string[]> {
  const { scene, how } = run;
  const { numberOf, receipts } = await play(run);
  const query = `?asOf=${scene.today}&facts=true`;
  return Promise.all(
    scene.expected.map(async (expected) => {
      const number = numberOf(expected.trainee ?? 'T1', expected.dossier);
      const answer = await hub.read<AnsweredDossier>(number, { receipts, query });
      expectAnswer(answer, expected, how);
      const hash = hashOf(answer);
      live.set(`${number} ${query}`, hash);
      return `${hash} ${await hub.storedHash(number)}`;
    }),
  );
}

/** Facts apart: their hub-made ids are keyed by trainee. */
function hashOf({ facts: _facts, ...record }: AnsweredDossier): string {
  return recordHash(record).toString('hex');
}

/** The session that a fact names, else its file. */
function ownReference(references: readonly string[]): string {
  return references.find((reference) => reference.startsWith('session:')) ?? references[0] ?? '';
}

/** Level two: facts as the gateway puts them on the log. */
async function playOnLog({ arrived }: Run): Promise<Played> {
  const people = new Map<string, string>();
  const numbers = new Map<string, number>();
  const receipts: Receipt[] = [];
  const logEpoch = await hub.log.epoch();
  let position = 0;
  for (const { events } of arrived) {
    const messages = events.flatMap((reported) => {
      position += 1;
      return onLog(reported, factOf(reported, position), (name) => kept(people, name, randomUUID), numbers);
    });
    const positions = await hub.log.append(messages.map(encodeLogEvent));
    for (const [index, { topic, slice, offset }] of positions.entries()) {
      const { trainee, dossier, fact } = messages[index] as LogEvent;
      const { source, id, partner, receivedAt } = fact;
      const claims = { logEpoch, topic, slice, offset, dossier, trainee, source, id, partner };
      const receipt = sealReceipt(hub.secrets, claims);
      receipts.push({ receipt, id, source, dossier, acceptedAt: receivedAt });
    }
  }
  return { numberOf: (trainee, reference) => numbers.get(`${trainee} ${reference}`) ?? 0, receipts };
}

function onLog(
  reported: ReportedEvent,
  fact: Fact,
  traineeOf: (name: string) => string,
  numbers: Map<string, number>,
): readonly LogEvent[] {
  const subject = subjectOf(reported.type);
  if (subject === 'session') return [{ fact, trainee: null, dossier: null }];
  const trainee = traineeOf(reported.trainee ?? 'T1');
  if (subject === 'trainee') {
    if (fact.type !== 'trainees-judged') throw new Error(`No scenario has ${fact.type}.`);
    const judged: Fact<'trainees-judged'> = {
      ...fact,
      data: { ...fact.data, trainees: fact.data.trainees.map(traineeOf) },
    };
    // As the gateway does: each of the two learns of the verdict.
    return judged.data.trainees.map((each) => ({ fact: judged, trainee: each, dossier: null }));
  }
  const reference = ownReference(fact.references);
  const number = kept(numbers, `${reported.trainee ?? 'T1'} ${reference}`, newNumber);
  const attributed: Fact = {
    ...fact,
    source: 'hub',
    partner: 'hub',
    id: `number-${number}`,
    type: 'dossier-attributed',
    effectiveDate: null,
    digest: `number-${number}`,
    references: [reference],
    data: { number },
  };
  return [
    { fact: attributed, trainee, dossier: number },
    { fact, trainee, dossier: number },
  ];
}

let numberOf: ReturnType<typeof dossierNumbers> | undefined;
let given = 0;

/** From the end of the sequence of which the gateways of the same hub give the beginning: no number names two trainees. */
function newNumber(): number {
  numberOf ??= dossierNumbers(hub.secrets);
  return numberOf(dossierNumberCapacity - given++);
}

/** Level three: CloudEvents of each partner through its own credentials; those of one batch at the same moment. */
async function playOverHttp({ arrived }: Run): Promise<Played> {
  const people = new Map<string, Person>();
  const numbers = new Map<string, number>();
  const receipts: Receipt[] = [];
  for (const { events, gateway } of arrived) {
    // What the gateway itself publishes when a correction is about another dossier, no partner reports.
    const byPartner = Map.groupBy(
      events.filter(({ id }) => !id.startsWith('hub:')),
      ({ source }) => partnerOf(source),
    );
    await Promise.all(
      [...byPartner].map(async ([partner, events]) => {
        const batch = events.map((each) => cloudEvent(each, kept(people, each.trainee ?? 'T1', newPerson)));
        const { results, text } = await hub.report(partner, batch, gateway);
        for (const [index, each] of events.entries()) {
          const receipt = results[index]?.receipt;
          if (receipt === undefined) throw new Error(`${each.source}/${each.id} was not accepted: ${text}`);
          receipts.push(receipt);
          const { dossier: number } = receipt;
          if (number === null) continue;
          const place = `${each.trainee ?? 'T1'} ${ownReference(dataOf(each).training as readonly string[])}`;
          expect(kept(numbers, place, () => number)).toBe(number);
        }
      }),
    );
  }
  return { numberOf: (trainee, reference) => numbers.get(`${trainee} ${reference}`) ?? 0, receipts };
}

function kept<Value>(values: Map<string, Value>, name: string, make: () => Value): Value {
  const value = values.get(name) ?? make();
  values.set(name, value);
  return value;
}

/** Some at once: each read takes a connection of the hub's pool. */
async function inTurns<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
