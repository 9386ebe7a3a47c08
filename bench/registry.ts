import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { encodeLogEvent, type LogEvent } from '@hub/core';
import { type RegistryReport, rebuildRegistry, registryDiffers, verifyRegistry } from '@hub/gateway';
import { dossierNumbers, drawSecrets, migrateKeys, openKeyStore, openPool } from '@hub/platform';
import { attributedMessage, knownMessage } from '../services/gateway/src/events/announce.ts';
import { type Draft, hubDraft, keyOf, sealedFact } from '../services/gateway/src/events/seal-event.ts';
import { destroyTrainees } from '../services/gateway/src/keys/destroy-trainees.ts';
import { rewrapAllKeys } from '../services/gateway/src/keys/rewrap-keys.ts';
import { rotatePepper } from '../services/gateway/src/keys/rotate-pepper.ts';
import { openRegistry } from '../services/gateway/src/registry/registry.ts';
import { machineAndNode, startServers } from './processes/servers.ts';

// The registry of so many persons, lost, filled again from the log and the keys, then compared with it.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    slices: { type: 'string', default: '8' },
    /** The rebuild of a lost registry alone. */
    once: { type: 'boolean', default: false },
    /** Then the keys are rewrapped, the pepper is rotated, and 1,000 persons are destroyed. */
    keys: { type: 'boolean', default: false },
  },
});
const people = Number(values.people);
const slices = Number(values.slices);
const dossiersEach = 2;
const { postgres, log, logger, stop } = await startServers(slices);
await migrateKeys(postgres.keysUrl);
const pool = openPool(postgres.url, { applicationName: 'bench', logger });
const keysPool = openPool(postgres.keysUrl, { applicationName: 'bench-keys', logger });
const secrets = drawSecrets();
const numberOf = dossierNumbers(secrets);
const keys = openKeyStore({ pool: keysPool, secrets });

try {
  console.log(machineAndNode());
  console.log(`npm run bench -- registry ${process.argv.slice(2).join(' ')}`);
  const published = await publishAll();
  console.log(`on the log: ${people} persons, ${published} messages in ${slices} slices`);
  const job = { log, pool, secrets, keyStore: openKeyStore({ pool: keysPool, secrets }) };
  const before = process.cpuUsage();
  report('rebuild of a lost registry', await rebuildRegistry(job), 'missing');
  const { user, system } = process.cpuUsage(before);
  console.log(
    `  of it ${((user + system) / 1e6).toFixed(1)} s of CPU here, the rest PostgreSQL, Kafka and waiting for them`,
  );
  if (!values.once) {
    const verified = await verifyRegistry(job);
    report('comparison', verified, 'equal');
    if (registryDiffers(verified)) process.exitCode = 1;
    report('rebuild of a whole registry', await rebuildRegistry(job), 'equal');
  }
  if (values.keys) await measureKeys();
} finally {
  await Promise.all([pool.end(), keysPool.end()]);
  await stop();
}

async function measureKeys(): Promise<void> {
  const kek = { current: 1, epochs: new Map([...secrets.kek.epochs, [2, randomBytes(32)]]) };
  const next = { ...secrets, kek, pepper: { version: 2, key: randomBytes(32), former: secrets.pepper } };
  const keyStore = openKeyStore({ pool: keysPool, secrets: next });
  const work = { ...openRegistry({ pool, keyStore, secrets: next }), log };
  const step = { signal: new AbortController().signal, advance: async () => {}, position: null };
  const timed = async (what: string, run: () => Promise<number>) => {
    const from = performance.now();
    const done = await run();
    const seconds = (performance.now() - from) / 1_000;
    console.log(`${what}: ${done} in ${seconds.toFixed(1)} s, ${Math.round(done / seconds).toLocaleString('en')}/s`);
  };
  await timed('keys rewrapped', async () => (await rewrapAllKeys(work, 2, step)).keys);
  await timed('aliases under another pepper', async () => (await rotatePepper(work, step)).aliases);
  const { rows } = await pool.query<{ trainee: string }>(
    'select trainee_id as trainee from registry.trainee limit 1000',
  );
  const trainees = rows.map(({ trainee }) => trainee);
  const destroying = { trainees, effectiveDate: '2026-01-01', legalGround: 'bench' };
  await timed('persons destroyed', async () => (await destroyTrainees(work, destroying, step)).trainees);
}

function report(what: string, { events, seconds, tables }: RegistryReport, kind: 'missing' | 'equal'): void {
  const rate = (count: number) => `${Math.round(count / seconds).toLocaleString('en')}/s`;
  const memory = Math.round(process.resourceUsage().maxRSS / 1_024);
  const { alias, dossier } = tables;
  console.log(
    `${what}: ${seconds.toFixed(1)} s; ${alias[kind]} aliases (${rate(alias[kind])}), ${dossier[kind]} numbers, ` +
      `${events} events (${rate(events)}); peak of the process ${memory} MiB`,
  );
}

/** What the door publishes of new persons: identifiers, a name, numbers; and two events in each dossier. */
async function publishAll(): Promise<number> {
  const batch = 2_000;
  let published = 0;
  for (let first = 0; first < people; first += batch) {
    const trainees = Array.from({ length: Math.min(batch, people - first) }, () => randomUUID());
    await keys.makeKeys(trainees);
    const made = await keys.keysOf(trainees);
    const messages = trainees.flatMap((trainee, index) => messagesOf(trainee, first + index, made));
    await log.append(messages.map(encodeLogEvent));
    published += messages.length;
  }
  return published;
}

function messagesOf(trainee: string, index: number, made: ReadonlyMap<string, Buffer>): LogEvent[] {
  const stamp = { receivedAt: new Date().toISOString(), traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };
  const nir = `1${String(index % 100).padStart(2, '0')}0145${String(Math.floor(index / 100)).padStart(6, '0')}`;
  const identifiers = [
    { kind: 'nir', field: 'nir', value: nir, partner: 'eos' },
    { kind: 'france-travail', field: 'franceTravailNumber', value: `${index}`.padStart(7, '0'), partner: 'eos' },
    { kind: 'partner', field: 'partnerNumber', value: `n-${index}`, partner: 'eos' },
  ] as const;
  const rows = Array.from({ length: dossiersEach }, (_, place) => {
    const number = numberOf(index * dossiersEach + place + 1);
    return {
      number,
      trainee,
      reference: `session:eos:${index % 5_000}-${place}`,
      announced: false,
      organisations: [],
      full: [],
      isDestroyed: false,
    };
  });
  const event = (id: string, type: Draft['type'], data: object, references: readonly string[], plain: Draft['plain']) =>
    sealedFact(
      { ...hubDraft(stamp), source: 'eos', partner: 'eos', id, type, references, data: { ...data }, plain } as Draft,
      trainee,
      keyOf(made, trainee),
    );
  const name = { birthName: `Nom ${index}`, firstNames: 'Jeanne', birthDate: '1969-05-12', sex: 'female' };
  return [
    knownMessage(trainee, identifiers, stamp, made),
    {
      fact: event(`d-${index}`, 'trainee-described', { flags: {} }, [], { identity: name }),
      trainee,
      dossier: null,
    },
    ...rows.map((row) => attributedMessage(row, stamp, made)),
    ...rows.flatMap(({ number, reference }) =>
      (['entry-attested', 'exit-declared'] as const).map((type) => ({
        fact: event(`${type}-${number}`, type, { effectiveDate: '2026-04-01' }, [reference], {}),
        trainee,
        dossier: number,
      })),
    ),
  ];
}
