import type { CloudEvent, Receipt } from '@hub/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { newPerson } from '../scenarios/people.ts';
import { entry, retraction } from '../scenarios/reported-events.ts';
import { askAdminOf } from '../support/admin-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { clientOf } from '../support/scenario-hub.ts';

interface Journeys {
  readonly version: string | null;
  readonly sameLog: boolean;
  readonly events: readonly {
    readonly source: string;
    readonly id: string;
    readonly stands: string;
    readonly decides: readonly { path: string }[];
    readonly [name: string]: unknown;
  }[];
}

let hub: HubHere;
let gateway: RunningHub;
let projector: RunningHub;
const person = newPerson();

beforeAll(async () => {
  hub = await hubHere({ HUB_DEMO: 'partners', HUB_KAFKA_BROKERS: '' });
  await hub.command(['secrets', 'create']);
  gateway = await hub.start({}, ['gateway']);
  projector = await hub.start({}, ['projector']);
});

afterAll(async () => {
  await projector?.close();
  await gateway?.close();
  await hub?.close();
});

const follow = (body: object, as = 'operator') => askAdminOf<Journeys>(gateway, 'events/journey', { body, as });

async function report(event: object): Promise<Receipt> {
  const [outcome] = await clientOf(gateway, 'eos').report([event as CloudEvent]);
  if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.receipt;
}

/** Once its receipt leads there. */
function standing(receipt: string, stands: string) {
  return eventually(
    async () => {
      const { body } = await follow({ receipt });
      expect(body.events[0]?.stands, JSON.stringify(body)).toBe(stands);
      return body;
    },
    { timeoutMs: 20_000, everyMs: 100 },
  );
}

test('an accepted event is followed from its receipt to the field that it decides, without a value', async () => {
  const first = entry('eos', 'e1', '2026-04-01');
  const { receipt, dossier } = await report(cloudEvent(first, person));
  const body = await standing(receipt, 'visible');
  expect(body).toMatchObject({ sameLog: true, version: expect.stringMatching(/\S/) });
  expect(body.events).toMatchObject([
    {
      ...{ source: 'eos', id: 'e1', type: 'entry-attested', dossier, parked: null, waiting: null },
      log: { topic: 'entry', offset: 0, partner: 'eos', organisation: expect.stringMatching(/^\d{14}$/) },
      taken: { version: body.version, subject: 'dossier', key: String(dossier) },
      fact: { state: 'live', by: [] },
    },
  ]);
  expect(body.events[0]?.decides).toContainEqual({ subject: 'dossier', path: '/stays/0/entry' });
  expect(JSON.stringify(body)).not.toContain(person.nir);
  expect(JSON.stringify(body)).not.toContain('2026-04-01');
  const byName = await follow({ source: 'eos', id: 'e1', dossier });
  expect(byName.body.events).toMatchObject([{ stands: 'visible', fact: { state: 'live' } }]);
  const ofDossier = await follow({ dossier });
  expect(ofDossier.body.events.map(({ id }) => id)).toContain('e1');

  await report(cloudEvent(retraction('eos', 'r1', '2026-04-02', first), person));
  await eventually(async () => {
    const { events } = (await follow({ receipt })).body;
    expect(events).toMatchObject([{ fact: { state: 'removed', by: [{ source: 'eos', eventId: 'r1' }] }, decides: [] }]);
  });
  const traced = await hub.database.pool.query(`select distinct dossier from access.trace where operation = 'journey'`);
  expect(traced.rows).toEqual([{ dossier }]);
});

test('an event that nobody projects yet waits, and one that is parked says why, until somebody says that it stays', async () => {
  await projector.close();
  const { receipt } = await report(cloudEvent(entry('eos', 'e2', '2026-05-01'), newPerson()));
  const { events } = await standing(receipt, 'waiting');
  expect(events).toMatchObject([{ type: 'entry-attested', taken: null, waiting: { lagEvents: expect.any(Number) } }]);
  const [first] = events;
  if (first === undefined) throw new Error('no event');
  expect((first.waiting as { lagEvents: number }).lagEvents).toBeGreaterThan(0);
  const { pool } = hub.database;
  const { topic, slice, offset } = first.log as { topic: string; slice: number; offset: number };
  // A projector that could not read it.
  await pool.query(
    `insert into projection.parked (version, topic, slice, "offset", reason, detail, source, event_id)
     select version, $1, $2, $3, 'fold-failed', 'because', 'eos', 'e2' from projection.active`,
    [topic, slice, offset],
  );
  await pool.query(
    `update projection.lease set offsets = offsets || jsonb_build_object($1::text, $2::bigint)
     where kind = 'trainee' and slice = $3`,
    [topic, offset + 1, slice],
  );
  const told = { type: 'entry-attested', parked: { reason: 'fold-failed' }, taken: null, decides: [] };
  expect((await standing(receipt, 'parked')).events).toMatchObject([told]);
  expect((await follow({ source: 'eos', id: 'e2' })).body.events).toMatchObject([{ ...told, stands: 'parked' }]);
  await pool.query(
    `insert into custody.settled_event (log_epoch, topic, slice, "offset", agent, reason)
     select log_epoch, $1, $2, $3, 'agent-1', 'A test wrote it.' from projection.lease limit 1`,
    [topic, slice, offset],
  );
  expect((await standing(receipt, 'settled')).events).toMatchObject([{ parked: { settled: { agent: 'agent-1' } } }]);
});

test('what is unknown is said so, and bad input is named; nobody but operators is answered', async () => {
  expect((await follow({ dossier: 999_999_999 })).status).toBe(404);
  expect((await follow({ receipt: 'AAAA' })).status).toBe(404);
  expect((await follow({ source: 'eos', id: 'never-told' })).status).toBe(404);
  for (const [body, pointer] of [
    [{ source: 'eos' }, '/id'],
    [{ id: 'e1' }, '/source'],
    [{ receipt: 'AAAA', dossier: 100_000_000 }, '/receipt'],
    [{ dossier: 7 }, '/dossier'],
    [{ receipts: [] }, '/receipts'],
  ] as const) {
    const { status, body: problem } = await follow(body);
    expect([status, (problem as unknown as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
      400,
      pointer,
    ]);
  }
  expect((await follow({ dossier: 100_000_000 }, 'eos')).status).toBe(403);
});
