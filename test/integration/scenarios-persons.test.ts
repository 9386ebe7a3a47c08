import { randomUUID } from 'node:crypto';
import type { Receipt } from '@hub/client';
import { encodeLogEvent, type Fact, nirKey, recordHash } from '@hub/core';
import { sealReceipt } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import type { AnsweredDossier } from '../scenarios/expect-answer.ts';
import type { ReportedEvent } from '../scenarios/index.ts';
import { judge, pathOf } from '../scenarios/operators.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { about, accepted, readWith, receiptsOf } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

/** Who the hub takes the person of a dossier for, as the authority sees it. */
async function traineesOf(nir: string): Promise<readonly string[]> {
  const response = await hub.client('cdc').fetch('/v1/training-paths/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': 'scenarios', 'hub-purpose': 'control' },
    body: JSON.stringify({ nir }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { trainees: readonly string[] }).trainees;
}

it('F18 deux références, une session : les deux numéros répondent le même état, jusqu’au verdict contraire', async () => {
  const person = newPerson();
  const references = ['session:eos:F18-1', 'session:07:F18-2'] as const;
  const named = (reference: string) => ({ training: [reference] });
  const atEos = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-01', named(references[0])), person));
  const atKairos = await accepted(
    hub,
    'kairos',
    cloudEvent(positioned('p1', '2026-03-20', named(references[1])), person),
    1,
  );
  const verdict = (id: string, day: string, said: string): ReportedEvent => ({
    source: 'operator',
    id,
    type: 'session-identified',
    day,
    training: references,
    data: { verdict: said },
  });
  const both = (receipts: readonly Receipt[]) =>
    Promise.all([atEos, atKairos].map((first) => readWith(hub, [first, ...receipts], { query: '' })));
  const apart = await both([]);
  expect(apart.map(({ alsoKnownAs }) => alsoKnownAs)).toEqual([[], []]);
  const same = await accepted(hub, 'operator', cloudEvent(verdict('v1', '2026-04-03', 'same'), person));
  const [left, right] = await both([same]);
  expect(recordHash(left as object)).toEqual(recordHash(right as object));
  expect([left?.number, ...(left?.alsoKnownAs ?? [])].sort()).toEqual([atEos.dossier, atKairos.dossier].sort());
  expect(left).toMatchObject({ status: 'entered', attempts: [{ state: 'positioned' }], stays: [{ state: 'entered' }] });
  const different = await accepted(hub, 'operator', cloudEvent(verdict('v2', '2026-04-04', 'different'), person));
  const parted = await both([different]);
  // What is known of the sessions now holds the verdict; the dossiers are as they were.
  const dossierOf = ({ session: _session, ...dossier }: AnsweredDossier) => recordHash(dossier);
  expect(parted.map(dossierOf)).toEqual(apart.map(dossierOf));
  expect(parted.map(({ alsoKnownAs }) => alsoKnownAs)).toEqual([[], []]);
});

it('F20 le NIR de 15, de 13, en minuscules, avec des espaces : une personne ; une clé fausse est refusée sans être répétée', async () => {
  const corsican = '2 55 08 2a 168 025';
  const receipts = [
    await accepted(
      hub,
      'eos',
      about(entry('eos', 'e1', '2026-04-01'), { nir: `255082A168025${nirKey('255082A168025')}` }),
    ),
    await accepted(hub, 'opco', about(entry('opco', 'o1', '2026-04-01'), { nir: '255082A168025' }), 1),
    await accepted(hub, 'kairos', about(positioned(), { nir: corsican })),
  ];
  expect(new Set(receipts.map(({ dossier }) => dossier)).size).toBe(1);
  expect((await readWith(hub, receipts)).facts?.filter(({ source }) => source !== 'hub')).toHaveLength(3);
  const wrong = '269054958815781';
  const refused = await hub.report('eos', [about(entry('eos', 'e2', '2026-04-01'), { nir: wrong })]);
  expect(refused.status).toBe(422);
  expect(refused.results[0]?.problem).toMatchObject({
    status: 422,
    errors: [{ pointer: '/data/trainee/nir', rule: 'nir-key' }],
  });
  expect(refused.text).not.toContain(wrong.slice(0, 13));
});

it('a person is found by whatever identifier an event named, in whatever writing; a provisional number as NIR and as NIA', async () => {
  const { nirWithKey } = newPerson();
  const provisional = `7${nirWithKey.slice(1, 13)}`;
  const numbers = { franceTravailNumber: '0167942370b', partnerNumber: 'P-318' };
  const receipt = await accepted(
    hub,
    'eos',
    about(entry('eos', 'nia-1', '2026-04-01'), { nir: provisional, ...numbers }),
  );
  await readWith(hub, [receipt]);
  const written = [
    { nir: provisional },
    { nir: `${provisional}${nirKey(provisional)}` },
    { nia: provisional.replace(/^(.)(..)(..)/, '$1 $2.$3-') },
    { franceTravailNumber: '016 794 2370 B' },
    { partnerNumber: ' P-318 ', partner: 'eos' },
  ];
  const found = await Promise.all(written.map((each) => pathOf(hub, each)));
  expect(found.map(({ dossiers }) => dossiers.map(({ number }) => number))).toEqual(
    written.map(() => [receipt.dossier]),
  );
  for (const [by, status] of [
    [{ partnerNumber: 'P-318' }, 404],
    [{ partnerNumber: 'P-318', partner: 'kairos' }, 404],
    [{ nia: nirWithKey }, 422],
    [{ partnerNumber: 'NULL', partner: 'eos' }, 422],
    [{ nir: provisional, nia: provisional }, 400],
    [{ nir: provisional, partner: 'eos' }, 400],
  ] as const) {
    await expect(pathOf(hub, by), JSON.stringify(by)).rejects.toThrow(`path: ${status}`);
  }
});

it('F21 200 demandes à la fois, deux passerelles, {NIR, FT}, {FT, NIR} et {NIR} : une personne, un numéro', async () => {
  const { nir, nirWithKey } = newPerson();
  const trainees = [
    { nir: nirWithKey, franceTravailNumber: '1234568A' },
    { franceTravailNumber: '1234568a', nir },
    { nir },
  ];
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      hub.report('kairos', [about(positioned(`p${index}`), trainees[index % 3] as object)], index % 2),
    ),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const receipts = answers.flatMap(receiptsOf);
  expect(new Set(receipts.map(({ dossier }) => dossier)).size).toBe(1);
  const answer = await readWith(hub, receipts);
  expect(answer.facts?.filter(({ source }) => source === 'kairos')).toHaveLength(200);
  expect(await traineesOf(nir)).toHaveLength(1);
});

/** The events of F22: Kairos by its own number, EOS by the NIR, then Kairos by both. */
function linking({ nir }: Person) {
  const partnerNumber = `K-${randomUUID().slice(0, 8)}`;
  const contacted: ReportedEvent = {
    source: 'kairos-ng',
    id: 'c1',
    type: 'candidate-contacted',
    day: '2026-03-21',
  };
  return {
    byNumber: ['kairos', about(positioned(), { partnerNumber })],
    byNir: ['eos', about(entry('eos', 'e1', '2026-04-01'), { nir })],
    byBoth: ['kairos', about(contacted, { partnerNumber, nir })],
    byBothAgain: ['kairos', about({ ...contacted, id: 'c2', day: '2026-03-22' }, { partnerNumber, nir })],
  } as const;
}

it('F22 un NIR tardif rattache deux personnes ; dans tout ordre la même réponse', async () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const hashes = await Promise.all(
    orders.map(async (order, at) => {
      const person = newPerson();
      const { byNumber, byNir, byBoth } = linking(person);
      const reports = [byNumber, byNir, byBoth];
      const receipts: Receipt[] = [];
      for (const index of order) {
        const [partner, event] = reports[index] as (typeof reports)[number];
        receipts.push(await accepted(hub, partner, event, at % 2));
      }
      const numbers = [...new Set(receipts.map(({ dossier }) => dossier as number))];
      const answers = await Promise.all(numbers.map((number) => hub.read<AnsweredDossier>(number, { receipts })));
      expect(answers.map(({ alsoKnownAs }) => alsoKnownAs.length)).toEqual(numbers.map(() => numbers.length - 1));
      expect(answers[0]).toMatchObject({ status: 'entered', attempts: [{ state: 'contacted' }] });
      return answers.map((answer) => recordHash(answer).toString('hex'));
    }),
  );
  expect(new Set(hashes.flat()).size).toBe(1);
});

it('F22 les trois événements au même moment par deux passerelles : la même réponse par chaque numéro', async () => {
  const hashes = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { byNumber, byNir, byBoth } = linking(newPerson());
      const receipts = await Promise.all(
        [byNumber, byNir, byBoth].map(([partner, event], at) => accepted(hub, partner, event, at % 2)),
      );
      const numbers = [...new Set(receipts.map(({ dossier }) => dossier as number))];
      const answers = await Promise.all(
        numbers.map((number) => hub.read<AnsweredDossier>(number, { receipts, at: number % 2 })),
      );
      for (const { number, alsoKnownAs } of answers) expect([number, ...alsoKnownAs].sort()).toEqual(numbers.sort());
      return answers.map((answer) => recordHash(answer).toString('hex'));
    }),
  );
  expect(new Set(hashes.flat()).size).toBe(1);
});

it('F22 séparés à la main, chacun retrouve le sien, et une règle qui parle après ne rattache plus', async () => {
  const person = newPerson();
  const { byNumber, byNir, byBoth, byBothAgain } = linking(person);
  const [one, two] = [await accepted(hub, ...byNumber), await accepted(hub, ...byNir)];
  const [byItself, alone] = [await readWith(hub, [one]), await readWith(hub, [two])];
  const three = await accepted(hub, ...byBoth);
  expect(three.dossier).toBe(two.dossier);
  const trainees = await eventually(async () => {
    const found = await traineesOf(person.nir);
    expect(found).toHaveLength(2);
    return found;
  });
  const said = await judge(hub, [trainees[0] ?? '', trainees[1] ?? ''], 'different', 'agent-1', 1);
  expect([said.status, said.body.state]).toEqual([202, 'separated']);
  const apart = async (more: readonly Receipt[] = []) => {
    const seen = [...said.body.receipts, ...more];
    const [kairos, eos] = [await readWith(hub, [one, ...seen]), await readWith(hub, [two, three, ...seen])];
    expect([kairos.alsoKnownAs, eos.alsoKnownAs]).toEqual([[], []]);
    expect(recordHash({ ...kairos, facts: [] })).toEqual(recordHash({ ...byItself, facts: [] }));
    expect(eos).toMatchObject({ status: 'entered', stays: alone.stays, attempts: [{ state: 'contacted' }] });
  };
  await apart();
  const again = await accepted(hub, ...byBothAgain, 1);
  await apart([again, ...(await linkByRule(trainees))]);
});

/** The rule speaks again, as a gateway would whose memory of the link is lost: each of the two trainees learns of it. */
async function linkByRule(trainees: readonly string[]): Promise<readonly Receipt[]> {
  const now = new Date().toISOString();
  const fact: Fact = {
    source: 'hub',
    id: randomUUID(),
    type: 'trainees-judged',
    version: 1,
    partner: 'hub',
    recordedAt: now,
    receivedAt: now,
    effectiveDate: null,
    digest: randomUUID(),
    references: [],
    data: { trainees: [...trainees], verdict: 'same', by: 'rule' },
  };
  const positions = await hub.log.append(trainees.map((trainee) => encodeLogEvent({ fact, trainee, dossier: null })));
  const logEpoch = await hub.log.epoch();
  const { source, id } = fact;
  return positions.map((position, index) => {
    const claims = { ...position, logEpoch, dossier: null, source, id, partner: 'hub' };
    const receipt = sealReceipt(hub.secrets, { ...claims, trainee: trainees[index] ?? '' });
    return { ...position, receipt, id, source, dossier: null, acceptedAt: now };
  });
}
