import { addDays } from '@hub/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { asOperator, judge, traineeOf } from '../scenarios/operators.ts';
import { newPerson } from '../scenarios/people.ts';
import { type ListedAnomaly, listed } from '../scenarios/quality.ts';
import { about, accepted, codesOf, readWith, receiptsOf } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import type { ReportedEvent } from '../scenarios/scenario.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

it('a statement with a lower sequence is kept, superseded, whenever it arrives, and revives with nothing', async () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const person = newPerson();
    const report = (sequence: number) =>
      accepted(
        hub,
        'eos',
        cloudEvent(
          entry('eos', `e${sequence}`, `2026-04-0${sequence}`, { data: { statement: { ref: 'aes', sequence } } }),
          person,
        ),
      );
    const receipts = [await report(order[0] as number), await report(order[1] as number)];
    const answer = await readWith(hub, receipts);
    expect(answer.stays[0]?.entry).toMatchObject({ value: '2026-04-02', eventId: 'e2' });
    expect(answer.facts?.find(({ id }) => id === 'e1')).toMatchObject({ state: 'superseded' });
    expect(codesOf(answer)).not.toContain('restated-without-correction');
    const target = { source: 'eos', id: 'e2', type: 'entry-attested' };
    const data = { target, reason: 'entered-in-error' };
    const taken: ReportedEvent = { type: 'fact-retracted', source: 'eos', id: 'a1', day: '2026-04-03', data };
    const after = await readWith(hub, [...receipts, await accepted(hub, 'eos', cloudEvent(taken, person))]);
    expect(after.stays).toEqual([]);
  }
});

it('a dossier with 2,000 facts takes nothing new, says so, is read and counted; what it has may be reported again and taken back', async () => {
  const person = newPerson();
  const absences = Array.from({ length: 2_000 }, (_, number): ReportedEvent => {
    const day = addDays('2020-01-01', number);
    const data = { from: day, to: day, justified: true };
    return { type: 'absence-declared', source: 'kairos', id: `a${number}`, day, data };
  });
  const events = absences.map((absence) => cloudEvent(absence, person));
  const receipts = [
    ...receiptsOf(await hub.report('kairos', events.slice(0, 1_000))),
    ...receiptsOf(await hub.report('kairos', events.slice(1_000))),
  ];
  const full = await readWith(hub, receipts, { query: '' });
  expect(full).toMatchObject({ factCount: 2_000, status: 'declared' });
  const more = await eventually(async () => {
    const answer = await hub.report('kairos', [
      cloudEvent(positioned(), person),
      cloudEvent(positioned(), newPerson()),
    ]);
    expect(answer.results[0]?.status).toBe('refused');
    return answer;
  });
  expect(more.results).toMatchObject([
    { status: 'refused', problem: { status: 429, errors: [{ rule: 'dossier-full' }] } },
    { status: 'accepted' },
  ]);
  const target = { source: 'kairos', id: 'a1', type: 'absence-declared' };
  const takenBack: ReportedEvent = {
    type: 'fact-retracted',
    source: 'kairos',
    id: 'r1',
    day: '2026-04-01',
    data: { target, reason: 'duplicate' },
  };
  const again = await hub.report('kairos', [
    ...events.slice(0, 3),
    cloudEvent(takenBack, person),
    cloudEvent(positioned(), person),
  ]);
  expect(again.results.map(({ status, receipt }) => [status, receipt?.dossier])).toEqual([
    ...Array(4).fill(['accepted', full.number]),
    ['refused', undefined],
  ]);
  const less = await readWith(hub, receiptsOf({ ...again, results: again.results.slice(0, 4) }));
  expect(less.facts?.find(({ id }) => id === 'a1')).toMatchObject({ state: 'removed' });
  expect(await listed(hub.client('kairos'), `/v1/anomalies?dossier=${full.number}`)).toEqual(
    expect.arrayContaining([expect.objectContaining({ dossier: full.number })]),
  );
});

it('contradictory identities are kept beside each other, and named to who reads both', async () => {
  const person = newPerson();
  const reported = (source: string, id: string, birthName: string) => {
    const event = cloudEvent(entry(source, id, '2026-04-01'), person) as { data: { trainee: object } };
    return { ...event, data: { ...event.data, trainee: { ...event.data.trainee, birthName, firstNames: 'Anna' } } };
  };
  const first = await accepted(hub, 'eos', reported('eos', 'e1', 'MARTIN'));
  const second = await accepted(hub, 'kairos', reported('kairos', 'k1', 'DURAND'));
  const answer = await readWith(hub, [first, second]);
  expect(answer.status).toBe('entered');
  const conflicts = (client: string) =>
    listed<ListedAnomaly>(hub.client(client), `/v1/anomalies?code=identity-conflict&dossier=${first.dossier}`, [
      second,
    ]);
  // Descriptions travel on a topic of their own.
  await eventually(async () =>
    expect(await conflicts('cdc')).toMatchObject([
      {
        severity: 'error',
        facts: [
          { source: 'eos', eventId: 'e1' },
          { source: 'kairos', eventId: 'k1' },
        ],
        about: { against: 'birth-name' },
      },
    ]),
  );
  expect(JSON.stringify(await conflicts('cdc'))).not.toMatch(/MARTIN|DURAND|Anna/);
  // Whoever guesses a name of somebody learns from no answer whether it was right.
  expect(await conflicts('kairos')).toEqual([]);
});

it('a link that would join two whom operators keep apart goes to review, and each answers alone', async () => {
  const franceTravailNumber = `${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}B`;
  const [one, other] = [newPerson(), newPerson()];
  const report = (event: object, client = 'eos') => accepted(hub, client, event);
  const first = await report(
    about(entry('eos', 'e1', '2026-04-01'), { nir: one.nir, partnerNumber: `A${one.nir.slice(-6)}` }),
  );
  const second = await report(
    about(entry('eos', 'e2', '2026-04-01'), { nir: other.nir, partnerNumber: `B${one.nir.slice(-6)}` }),
  );
  const third = await report(about(positioned('p3'), { franceTravailNumber }), 'kairos');
  const pair = [await traineeOf(hub, { nir: one.nir }), await traineeOf(hub, { nir: other.nir })] as const;
  expect((await judge(hub, pair, 'different', 'agent-1')).status).toBeLessThan(300);
  // One event names the first with the third, another the second with the third: by rule all three would be one.
  const joining = [
    await report(
      about(entry('eos', 'e1', '2026-04-01'), { partnerNumber: `A${one.nir.slice(-6)}`, franceTravailNumber }),
    ),
    await report(
      about(entry('eos', 'e2', '2026-04-01'), { partnerNumber: `B${one.nir.slice(-6)}`, franceTravailNumber }),
    ),
  ];
  const answers = await Promise.all([first, second, third].map((receipt) => readWith(hub, [receipt, ...joining])));
  expect(answers.map(({ alsoKnownAs }) => alsoKnownAs)).toEqual([[], [], []]);
  const inReview = async () => {
    const { body } = await asOperator<{ items: { trainees: string[] }[] }>(hub, '/v1/links?state=review&limit=500');
    return body.items.filter(({ trainees }) => trainees.some((trainee) => pair.includes(trainee)));
  };
  await eventually(async () => expect(await inReview()).toHaveLength(2));
  const byHand = await judge(hub, pair, 'same', 'agent-3');
  expect([byHand.status, byHand.body.state]).toEqual([202, 'proposed']);
});
