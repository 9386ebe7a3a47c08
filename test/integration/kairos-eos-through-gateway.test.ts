import type { CloudEvent } from '@hub/contracts';
import type { EventLog } from '@hub/core';
import { tellAsEos } from '@hub/eos';
import { tellAsKairos } from '@hub/kairos';
import { drawSecrets, embeddedEventLog } from '@hub/platform';
import { parisDay, simulateAll } from '@hub/simulation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { addDemoPartners, post, startGateway, type TestGateway } from './gateway-harness.ts';

const secrets = drawSecrets();
let database: TestDatabase;
let log: EventLog;
let gateway: TestGateway;

beforeAll(async () => {
  database = await testDatabase();
  await addDemoPartners(database.pool);
  log = await embeddedEventLog({ pool: database.pool, slices: 4 });
  gateway = await startGateway({ database, log, secrets });
});
afterAll(async () => {
  await gateway.close();
  await log.close();
  await database.drop();
});

describe('the simulated partners at the door', () => {
  it('are refused nothing, each under its own credentials', async () => {
    const tellers = { kairos: tellAsKairos, 'kairos-ng': tellAsKairos, eos: tellAsEos };
    const today = parisDay(Date.now());
    const told = new Map<string, CloudEvent[]>();
    for (const { clientId, events } of simulateAll({ seed: 'door', trainees: 120, today, mess: 0.5, tellers }).items) {
      told.set(clientId, [...(told.get(clientId) ?? []), ...events]);
    }
    expect(told.size).toBeGreaterThan(6);
    for (const [clientId, events] of told) {
      for (let from = 0; from < events.length; from += 500) {
        const answer = await post(secrets, gateway, clientId, events.slice(from, from + 500));
        const refused = (answer.body.results ?? []).filter(({ status }) => status !== 'accepted');
        expect(answer.status, answer.text.slice(0, 300)).toBe(200);
        expect(refused.map(({ problem }) => problem)).toEqual([]);
      }
    }
  });
});
