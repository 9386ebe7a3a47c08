import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchOf } from '../../bench/gateway/events.ts';
import { aboutPerson, aboutSession, probeClient, probePerson } from '../faults/probe-events.ts';
import { openDoor, post, type TestDoor } from './gateway-harness.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door?.close());

/** Rules change, and what only benches and rehearsals report is seen by no other test. */
it.each([
  ['the bench of the door', () => JSON.parse(batchOf(0, 100, 'rehearsed').toString()) as object[]],
  [
    'the probes of npm run faults',
    () => [aboutPerson(probePerson('2026-06-01', 1), 'r', 'p1'), aboutSession('session:eos:probe-r-1', 'p2')],
  ],
])('takes every event of %s', async (_, events) => {
  const answer = await post(door.secrets, door.gateway, probeClient, events());
  expect(answer.body.results?.filter(({ status }) => status !== 'accepted')).toEqual([]);
});
