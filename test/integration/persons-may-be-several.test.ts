import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOperator, pathOf, traineeOf } from '../scenarios/operators.ts';
import { about, accepted } from '../scenarios/report-and-read.ts';
import { entry } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

interface Several {
  readonly trainee: string;
  readonly birthDates: number;
  readonly identifiers: readonly string[];
  readonly sources: readonly string[];
  readonly dossiers: number;
  readonly parts: readonly { readonly facts: readonly { readonly source: string; readonly id: string }[] }[];
}

const people = Array.from({ length: 10 }, (_, index) => ({
  event: `seven-${index}`,
  training: `file:eos:seven-${index}`,
  birthDate: `19${70 + index}-0${1 + (index % 9)}-1${index}`,
  birthName: `Nom${'abcdefghij'.charAt(index)}`,
}));

function entryOf(person: (typeof people)[number], trainee: object, id = person.event): object {
  const { birthDate, birthName, training } = person;
  const event = about(entry('eos', id, '2026-04-01'), { ...trainee, birthDate, birthName }) as { data: object };
  return { ...event, data: { ...event.data, training: [training] } };
}

const severalSeen = async () =>
  (await asOperator<{ items: readonly Several[] }>(hub, '/v1/links/may-be-several')).body.items;

it('ten people of one partner under one number are shown to operators and to nobody else, and a correction parts them', async () => {
  for (const person of people) await accepted(hub, 'eos', entryOf(person, { partnerNumber: '7' }));
  const trainee = await traineeOf(hub, { partnerNumber: '7', partner: 'eos' });
  const found = await eventually(async () => {
    const items = await severalSeen();
    expect(items).toMatchObject([{ trainee, birthDates: 10, identifiers: ['partnerNumber'], sources: ['eos'] }]);
    return items[0] as Several;
  });
  expect(found.dossiers).toBe(10);
  const said = JSON.stringify(found);
  for (const { birthDate, birthName } of people) {
    expect(said).not.toContain(birthDate);
    expect(said).not.toContain(birthName);
  }

  for (const client of ['eos', 'cdc', 'region-centre-val-de-loire']) {
    expect((await asOperator(hub, '/v1/links/may-be-several', undefined, { client })).status).toBe(403);
  }
  const path = JSON.stringify(await pathOf(hub, { partnerNumber: ' 7 ', partner: 'eos' }));
  expect(/mayBeSeveral|may-be-several|birthDates/.test(path)).toBe(false);

  const partOf = (event: string) => found.parts.find(({ facts }) => facts.some(({ id }) => id === event));
  for (const [index, { event }] of people.entries()) {
    if (index === 0) continue;
    const facts = partOf(event)?.facts;
    const to = { partnerNumber: `own-${index}`, partner: 'eos' };
    const body = { from: trainee, to, facts, reason: 'ticket-9' };
    const corrected = await asOperator(hub, '/v1/persons/corrections', body);
    expect([corrected.status, corrected.body.factsMoved]).toEqual([202, 2]);
  }
  await eventually(async () => {
    expect(await severalSeen()).toEqual([]);
    for (const [index, person] of people.entries()) {
      const partnerNumber = index === 0 ? '7' : `own-${index}`;
      const seen = await pathOf(hub, { partnerNumber, partner: 'eos' });
      expect(seen.identity).toMatchObject({ birthName: person.birthName });
      const references = seen.dossiers
        .filter(({ status }) => status !== 'removed')
        .map((dossier) => (dossier as unknown as { trainingRefs: string[] }).trainingRefs);
      expect(references).toEqual([[person.training]]);
    }
  });
});

it('a placeholder joins nobody: it is refused with what to do', async () => {
  const [one] = people;
  if (one === undefined) return;
  for (const trainee of [
    { partnerNumber: 'N/A' },
    { partnerNumber: 'inconnu' },
    { franceTravailNumber: '00000000000' },
    { nir: '1999999999999' },
  ]) {
    const { results } = await hub.report('eos', [entryOf(one, trainee, 'filler')]);
    expect(JSON.stringify(results)).toContain('identifier-placeholder');
    expect(JSON.stringify(results)).toContain('Leave it out');
  }
});
