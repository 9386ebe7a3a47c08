import type { CloudEvent } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { simulateEos } from '@hub/eos';
import { simulateKairos } from '@hub/kairos';
import { simulateAll } from '@hub/simulation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, post, type TestDoor } from './gateway-harness.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door?.close());

describe('the simulated partners at the door', () => {
  it('are refused nothing, each under its own credentials', async () => {
    const simulators = { kairos: simulateKairos, 'kairos-ng': simulateKairos, eos: simulateEos };
    const today = parisDay(Date.now());
    const reported = new Map<string, CloudEvent[]>();
    for (const { clientId, events } of simulateAll({ seed: 'door', trainees: 120, today, mess: 0.5, simulators })
      .items) {
      reported.set(clientId, [...(reported.get(clientId) ?? []), ...events]);
    }
    expect(reported.size).toBeGreaterThan(6);
    for (const [clientId, events] of reported) {
      for (let from = 0; from < events.length; from += 200) {
        const answer = await post(door.secrets, door.gateway, clientId, events.slice(from, from + 200));
        const refused = (answer.body.results ?? []).filter(({ status }) => status !== 'accepted');
        expect(answer.status, answer.text.slice(0, 300)).toBe(200);
        expect(refused.map(({ problem }) => problem)).toEqual([]);
      }
    }
  });
});
