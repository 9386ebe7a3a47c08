import { randomUUID } from 'node:crypto';
import { findPartner, listAlarms, rememberNewPersons } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alias, ask, checked, fact, openStage, readUpTo, type Stage, storeDossier } from './query-stage.ts';

// The two breaches of the field (France Travail and Cap emploi 2024, Kairos 2025), with a reader's ordinary credentials: an
// account that looks up one person after the other, and a machine that tells of persons and then looks who they are.
let stage: Stage;
const people = Array.from({ length: 210 }, (_, n) => ({
  trainee: randomUUID(),
  nir: `2690549588${String(n + 100).padStart(3, '0')}`,
}));

beforeAll(async () => {
  stage = await openStage();
  for (const [n, { trainee, nir }] of people.entries()) {
    const entered = fact('entry-attested', { source: 'opco', day: '2026-04-10', references: [`file:opco:H${n}`] });
    await storeDossier(stage, trainee, checked(200_000_000 + n * 10), [entered]);
    await alias(stage, nir, trainee);
  }
  await readUpTo(stage, 'trainee', 1, { entry: 500 });
});
afterAll(() => stage?.close());

/** Persons given to a client that looks up these, one after the other, whatever it is answered. */
async function harvest(looked: readonly { readonly nir: string }[], agentOf: (n: number) => string): Promise<number> {
  let given = 0;
  for (const [n, { nir }] of looked.entries()) {
    const headers = { 'hub-agent': agentOf(n), 'hub-purpose': 'control' };
    const answer = await ask(stage, 'cdc', '/v1/training-paths/search', { method: 'POST', payload: { nir }, headers });
    expect([200, 429]).toContain(answer.statusCode);
    if (answer.statusCode === 200) given += 1;
    else expect(answer.body).not.toMatch(/2690549588|entry-attested/);
  }
  return given;
}

const ringing = async () => (await listAlarms(stage.database.pool, { open: true, limit: 100 })).map(({ kind }) => kind);

it('an account that looks up one person after the other is given 60, and rings', async () => {
  expect(await harvest(people.slice(0, 80), () => 'adviser-1')).toBe(60);
  expect(await ringing()).toEqual(['agent-persons']);
});

it('a machine that tells of persons and looks who they are is given 100, whatever agents it names, and rings', async () => {
  const partner = await findPartner(stage.database.pool, 'cdc');
  if (partner === null) throw new Error('The demo has this partner.');
  const told = people.slice(80);
  const trainees = told.map(({ trainee }) => trainee);
  await rememberNewPersons(stage.trace, { partner, agent: null, traceparent: '00' }, trainees);
  expect(await harvest(told, (n) => `agent-${Math.floor(n / 40)}`)).toBe(100);
  expect(await ringing()).toEqual(['client-reads-after-line', 'agent-persons']);
});
