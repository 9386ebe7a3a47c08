import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drawSecrets, kafkaEventLog } from '@hub/platform';
import { expect, it } from 'vitest';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { testLogger } from '../support/logger.ts';
import { testDatabase } from '../support/postgres.ts';
import { rounds } from '../support/proofs.ts';
import { addDemoPartners, entry, everythingOn, post } from './gateway-harness.ts';

const slices = 4;
const people = rounds(40, 400);
const eventsEach = 5;
/** A hub takes 256 requests of one client at once, and 1,000 connections of one address. */
const atOnce = 200;

it('loses and doubles nothing when a gateway is killed under load and its partners send again elsewhere', async () => {
  const database = await testDatabase();
  const secrets = drawSecrets();
  const topicPrefix = testTopicPrefix();
  const brokers = testBrokers();
  const settings = { url: database.url, keysUrl: database.keysUrl, brokers, topicPrefix, slices, secrets };
  const log = await kafkaEventLog({ brokers, topicPrefix, slices, replicationFactor: 1, logger: testLogger });
  await addDemoPartners(database.pool);
  const gateways = await Promise.all([startProcess(settings), startProcess(settings)]);
  try {
    const events = Array.from({ length: people * eventsEach }, (_, index) =>
      entry({ data: { trainee: { partnerNumber: `killed-${index % people}` } } }),
    );
    const [doomed, survivor] = gateways;
    let answered = 0;
    const answers: Awaited<ReturnType<typeof post>>[] = [];
    const send = async (index: number) => {
      const event = events[index];
      const answer = await post(secrets, index % 2 === 0 ? doomed : survivor, 'eos', event).catch(() => null);
      answered += 1;
      if (answered === 20) doomed.process.kill('SIGKILL');
      // Whatever was not acknowledged is sent again, to the one that lives.
      answers[index] = answer?.status === 202 ? answer : await post(secrets, survivor, 'eos', event);
    };
    let next = 0;
    const sender = async () => {
      while (next < events.length) await send(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
    expect(answers.filter(Boolean)).toHaveLength(events.length);
    const dossierOf = new Map<number, Set<unknown>>();
    for (const [index, answer] of answers.entries()) {
      expect(answer.status, answer.text).toBe(202);
      const dossiers = dossierOf.get(index % people) ?? new Set();
      dossierOf.set(index % people, dossiers.add(answer.body.dossier));
    }
    expect([...dossierOf.values()].every((dossiers) => dossiers.size === 1)).toBe(true);
    expect(new Set([...dossierOf.values()].flatMap((dossiers) => [...dossiers])).size).toBe(people);
    const onLog = await everythingOn(log);
    const entries = onLog.filter(({ fact }) => fact.type === 'entry-attested');
    expect(new Set(entries.map(({ fact }) => fact.id))).toEqual(new Set(events.map(({ id }) => id)));
    const announced = onLog.filter(({ fact }) => fact.type === 'dossier-attributed').map(({ dossier }) => dossier);
    expect(new Set(announced).size).toBe(people);
    expect(entries.every(({ dossier }) => announced.includes(dossier))).toBe(true);
    const known = onLog.filter(({ fact }) => fact.type === 'trainee-known').map(({ trainee }) => trainee);
    expect(new Set(known).size).toBe(people);
  } finally {
    for (const gateway of gateways) await gateway.close();
    await log.close();
    await database.drop();
  }
});

async function startProcess(settings: object) {
  const script = fileURLToPath(new URL('../../bench/processes/gateway-process.ts', import.meta.url));
  const child: ChildProcess = fork(script, { serialization: 'advanced', execArgv: [] });
  child.send(settings);
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', () => reject(new Error('the gateway did not start')));
  });
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  };
  return { url, process: child, close };
}
