import { randomBytes, randomUUID } from 'node:crypto';
import { encodeLogEvent, type LogEvent } from '@hub/core';
import { type RegistryReport, rebuildRegistry, registryDiffers, verifyRegistry } from '@hub/gateway';
import { dossierNumbers, drawSecrets, migrateKeys, openKeyStore, openPool } from '@hub/platform';
import { attributedMessage, knownMessage } from '../services/gateway/src/events/announce.ts';
import { type Draft, hubDraft, keyOf, sealedFact } from '../services/gateway/src/events/seal-event.ts';
import { destroyTrainees } from '../services/gateway/src/keys/destroy-trainees.ts';
import { rewrapAllKeys } from '../services/gateway/src/keys/rewrap-keys.ts';
import { rotatePepper } from '../services/gateway/src/keys/rotate-pepper.ts';
import { openRegistry } from '../services/gateway/src/registry/registry.ts';
import { openBench } from './kit/bench.ts';
import { timed } from './kit/clock.ts';
import type { Figure } from './kit/figures.ts';
import { type BenchServers, startServers } from './processes/servers.ts';

const { values, measure } = openBench({
  name: 'registry',
  says: 'The registry of persons and numbers, lost, filled again from the log and the keys, then compared with it',
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
const secrets = drawSecrets();
const numberOf = dossierNumbers(secrets);

/** The stores of one run. */
interface World {
  readonly log: BenchServers['log'];
  readonly pool: ReturnType<typeof openPool>;
  readonly keysPool: ReturnType<typeof openPool>;
}

await measure(async () => {
  const { postgres, log, logger, stop } = await startServers(slices);
  await migrateKeys(postgres.keysUrl);
  const pool = openPool(postgres.url, { applicationName: 'bench', logger });
  const keysPool = openPool(postgres.keysUrl, { applicationName: 'bench-keys', logger });
  try {
    return await rebuiltAndCompared({ log, pool, keysPool });
  } finally {
    await Promise.all([pool.end(), keysPool.end()]);
    await stop();
  }
});

async function rebuiltAndCompared(world: World): Promise<readonly Figure[]> {
  const { log, pool, keysPool } = world;
  const published = await publishAll(log, openKeyStore({ pool: keysPool, secrets }));
  const job = { log, pool, secrets, keyStore: openKeyStore({ pool: keysPool, secrets }) };
  const { done: rebuilt, cpuMicros } = await timed(() => rebuildRegistry(job));
  if (rebuilt.events !== published) throw new Error(`${rebuilt.events} of ${published} messages were read.`);
  const figures = [
    ...ratesOf('lost', rebuilt, 'missing'),
    { name: 'lost, CPU here', value: cpuMicros / 1e6, unit: 's' },
    { name: 'peak of this process', value: process.resourceUsage().maxRSS / 1_024, unit: 'MiB' },
  ];
  if (!values.once) {
    const verified = await verifyRegistry(job);
    if (registryDiffers(verified)) throw new Error('The registry differs from the log.');
    figures.push(...ratesOf('compared', verified, 'equal'));
    figures.push(...ratesOf('whole, filled again', await rebuildRegistry(job), 'equal'));
  }
  if (values.keys) figures.push(...(await keysChanged(world)));
  return figures;
}

async function keysChanged({ log, pool, keysPool }: World): Promise<readonly Figure[]> {
  const kek = { current: 1, epochs: new Map([...secrets.kek.epochs, [2, randomBytes(32)]]) };
  const next = { ...secrets, kek, pepper: { version: 2, key: randomBytes(32), former: secrets.pepper } };
  const keyStore = openKeyStore({ pool: keysPool, secrets: next });
  const work = { ...openRegistry({ pool, keyStore, secrets: next }), log };
  const step = { signal: new AbortController().signal, advance: async () => {}, position: null };
  const rate = async (name: string, unit: string, run: () => Promise<number>): Promise<Figure> => {
    const { done, seconds } = await timed(run);
    return { name, value: done / seconds, unit: `${unit}/s` };
  };
  const { rows } = await pool.query<{ trainee: string }>(
    'select trainee_id as trainee from registry.trainee limit 1000',
  );
  const trainees = rows.map(({ trainee }) => trainee);
  const destroying = { trainees, effectiveDate: '2026-01-01', legalGround: 'bench' };
  return [
    await rate('rewrapped', 'keys', async () => (await rewrapAllKeys(work, 2, step)).keys),
    await rate('under another pepper', 'aliases', async () => (await rotatePepper(work, step)).aliases),
    await rate('destroyed', 'persons', async () => (await destroyTrainees(work, destroying, step)).trainees),
  ];
}

function ratesOf(name: string, report: RegistryReport, kind: 'missing' | 'equal'): Figure[] {
  const { events, seconds, tables } = report;
  return [
    { name: `${name}, time`, value: seconds, unit: 's' },
    { name: `${name}, identifiers`, value: tables.alias[kind] / seconds, unit: 'identifiers/s' },
    { name: `${name}, messages`, value: events / seconds, unit: 'messages/s' },
  ];
}

/** What the door publishes of new persons: identifiers, a name, numbers; and two events in each dossier. */
async function publishAll(log: BenchServers['log'], keys: ReturnType<typeof openKeyStore>): Promise<number> {
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
