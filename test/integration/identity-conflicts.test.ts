import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { asOperator, pathOf, traineeOf } from '../scenarios/operators.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { about, accepted, readWith } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import type { ReportedEvent } from '../scenarios/scenario.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

interface Conflict {
  readonly code: string;
  readonly facts: readonly { readonly source: string; readonly eventId: string }[];
  readonly about: { readonly against?: string };
}

/** Each as `source/event …: fields`, of what is visible of the person. */
async function conflictsOf({ nir }: Person): Promise<readonly string[]> {
  const { anomalies } = (await pathOf(hub, { nir })) as unknown as { anomalies: readonly Conflict[] };
  return anomalies
    .filter(({ code }) => code === 'identity-conflict')
    .map(({ facts, about: { against } }) => {
      return `${facts.map(({ source, eventId }) => `${source}/${eventId}`).join(' ')}: ${against}`;
    });
}

interface Identity {
  readonly birthName: string;
  readonly firstNames: string;
  readonly usualName?: string;
  /** In the month of the NIR. */
  readonly birthDay?: string;
}

const martin: Identity = { birthName: 'MARTIN', firstNames: 'Anna', birthDay: '03' };
const durand: Identity = { birthName: 'Durand', firstNames: 'Anna', birthDay: '19' };

/** An event that EOS or Kairos reports with an identity. */
function reported(
  { nir }: Person,
  source: 'eos' | 'kairos',
  identity: Identity,
  id = `${source}-1`,
  day = '2026-04-01',
) {
  const { birthDay, ...names } = identity;
  const birth = birthDay === undefined ? {} : { birthDate: `19${nir.slice(1, 3)}-${nir.slice(3, 5)}-${birthDay}` };
  const event: ReportedEvent = source === 'eos' ? entry('eos', id, day) : positioned(id, day);
  return about(event, { nir, ...names, ...birth });
}

describe('an identity conflict', () => {
  const both = 'eos/eos-1 kairos/kairos-1: birth-name birth-date';

  it('is found where two partners report another person at the same moment, through one gateway or two', async () => {
    for (let round = 0; round < 12; round++) {
      const person = newPerson();
      const [eos, kairos] = await Promise.all([
        accepted(hub, 'eos', reported(person, 'eos', martin)),
        accepted(hub, 'kairos', reported(person, 'kairos', durand), round % 2),
      ]);
      await readWith(hub, [eos, kairos]);
      expect(await conflictsOf(person), `round ${round}`).toEqual([both]);
    }
  });

  it('is the same whoever came first, and when one reports again; no receipt says so', async () => {
    const orders = [
      ['eos', 'kairos'],
      ['kairos', 'eos', 'kairos'],
    ] as const;
    for (const order of orders) {
      const person = newPerson();
      const events = { eos: reported(person, 'eos', martin), kairos: reported(person, 'kairos', durand) };
      const receipts = [];
      for (const source of order) receipts.push(await accepted(hub, source, events[source]));
      await readWith(hub, receipts);
      expect(await conflictsOf(person)).toEqual([both]);
      for (const [index, source] of order.entries()) {
        const answer = await hub.client(source).fetch(`/v1/receipts/${receipts[index]?.receipt}`);
        const { anomalies } = (await answer.json()) as { anomalies: readonly Conflict[] };
        expect(answer.status).toBe(200);
        expect(anomalies).not.toContainEqual(expect.objectContaining({ code: 'identity-conflict' }));
      }
    }
  });

  it('goes when the source reports the right identity, in any order, in one batch or one by one', async () => {
    const days = ['2026-04-01', '2026-04-02', '2026-04-03'] as const;
    for (const [order, batch] of [
      [[1, 0, 2], false],
      [[2, 1, 0], false],
      [[0, 2, 1], true],
    ] as const) {
      const person = newPerson();
      // Right, wrong, right again: the last recorded is what the source says.
      const kairos = days.map((day, index) =>
        reported(person, 'kairos', index === 1 ? durand : martin, `kairos-${index}`, day),
      );
      const events = order.map((index) => kairos[index] as object);
      const receipts = [await accepted(hub, 'eos', reported(person, 'eos', martin))];
      const batches = batch ? [events] : events.map((event) => [event]);
      for (const each of batches) {
        const { results } = await hub.report('kairos', each);
        receipts.push(...results.flatMap(({ receipt }) => receipt ?? []));
      }
      expect(receipts).toHaveLength(4);
      await readWith(hub, receipts);
      expect(await conflictsOf(person), `order ${order}`).toEqual([]);
    }
  });

  it('is not made by capitals, accents, separators or further first names', async () => {
    const person = newPerson();
    const eos = await accepted(hub, 'eos', reported(person, 'eos', { birthName: 'LE GOFF', firstNames: 'ZOE' }));
    const written = { birthName: 'Legoff', firstNames: 'Zoé, Anne', usualName: 'Martin' };
    const kairos = await accepted(hub, 'kairos', reported(person, 'kairos', written));
    await readWith(hub, [eos, kairos]);
    expect(await conflictsOf(person)).toEqual([]);
  });

  it('follows a description that was reported of the wrong person to the right one', async () => {
    const [alice, berthe] = [newPerson(), newPerson()];
    const first = await accepted(
      hub,
      'kairos',
      reported(alice, 'kairos', { birthName: 'Martin', firstNames: 'Alicia' }, 'k-alice'),
    );
    const second = await accepted(
      hub,
      'kairos',
      reported(berthe, 'kairos', { birthName: 'Durand', firstNames: 'Anna' }, 'k-berthe'),
    );
    const wrong = await accepted(
      hub,
      'eos',
      reported(berthe, 'eos', { birthName: 'MARTIN', firstNames: 'Anna' }, 'e-wrong'),
    );
    await readWith(hub, [first, second, wrong]);
    expect(await conflictsOf(berthe)).toEqual(['eos/e-wrong kairos/k-berthe: birth-name']);
    const body = { from: await traineeOf(hub, { nir: berthe.nir }), to: { nir: alice.nir }, sources: ['eos'] };
    const moved = await asOperator(hub, '/v1/persons/corrections', { reason: 'ticket-9', ...body });
    expect(moved.status).toBe(202);
    await eventually(async () => {
      expect(await conflictsOf(berthe)).toEqual([]);
      expect(await conflictsOf(alice)).toEqual(['eos/e-wrong kairos/k-alice: first-names']);
    });
  });
});

describe('a restriction of processing', () => {
  it('is reported and lifted by the authority, and by no other partner', async () => {
    const person = newPerson();
    const line = { line: 'l1', financerSiret: '99000106700018', funding: 'prf', device: 'PRF', from: '2026-04-01' };
    const financed: ReportedEvent = {
      type: 'financing-engaged',
      source: 'region-cvl',
      id: 'f1',
      day: '2026-04-01',
      data: line,
    };
    const own = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-01'), person));
    const paid = await accepted(hub, 'region-centre-val-de-loire', cloudEvent(financed, person));
    await readWith(hub, [own, paid]);
    const act = (type: 'processing-restricted' | 'processing-restriction-lifted', source: string) => ({
      specversion: '1.0',
      type: `hub.${type}`,
      source: `urn:hub:source:${source}`,
      id: `${type}-${randomUUID()}`,
      recordedtime: new Date().toISOString(),
      data: { trainee: { nir: person.nir }, effectiveDate: '2026-05-01', legalGround: 'R6323-38' },
    });
    const financerSees = async () => {
      const headers = { 'hub-agent': 'agent-1', 'hub-purpose': 'funding-follow-up' };
      return (await hub.client('region-centre-val-de-loire').fetch(`/v1/dossiers/${own.dossier}`, { headers })).status;
    };
    expect(await financerSees()).toBe(200);
    const refused = await hub.report('opco', [act('processing-restricted', 'opco')]);
    expect(refused.text).toContain('event-reserved');
    await accepted(hub, 'cdc', act('processing-restricted', 'cdc'));
    await eventually(async () => expect(await financerSees()).toBe(404));
    await accepted(hub, 'cdc', act('processing-restriction-lifted', 'cdc'));
    await eventually(async () => expect(await financerSees()).toBe(200));
  });
});
