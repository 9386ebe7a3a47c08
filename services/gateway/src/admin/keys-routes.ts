import { askJob, count, instant, type KekEpoch, peppersInUse, peppersOf, shape } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { processesWithout } from '../keys/named-trainees.ts';
import { aliasesUnder, endPepper } from '../registry/peppers.ts';
import { type AdminContext, adminSchema, answered, change, operatorOf, refused } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';

const epochNumber = { type: 'integer', minimum: 1, maximum: 32_767 } as const;

const epoch = shape(
  {
    epoch: epochNumber,
    state: {
      enum: ['known', 'current', 'open', 'ended'],
      description: 'new keys are under `current`; keys may be under `open`; `known` is not used yet',
    },
    since: instant,
    keys: count,
  },
  'KekEpoch',
);

const pepper = shape({ version: epochNumber, aliases: count, newest: { type: 'boolean' } }, 'Pepper');

const keysSchema = adminSchema({
  operationId: 'showKeys',
  summary: 'Epochs of the KEK and peppers in use, with how much is under each',
  description: 'What a rotation or a rewrap still has to do. No key is shown.',
  response: {
    200: answered(
      'None of them is a secret.',
      shape({ epochs: { type: 'array', items: epoch }, peppers: { type: 'array', items: pepper } }),
    ),
  },
});

const rewrapSchema = adminSchema({
  operationId: 'rewrapKeys',
  summary: 'Wrap every key under another epoch of the KEK, which new keys take from now on',
  description: 'Every gateway and query service must hold the epoch. A job; nobody waits for it.',
  body: { type: 'object', additionalProperties: false, required: ['to'], properties: { to: epochNumber } },
  response: { 202: answered('Asked for.', jobSchema) },
});

const endEpochSchema = adminSchema({
  operationId: 'endKekEpoch',
  summary: 'End an epoch of the KEK under which no key is',
  description: 'Afterwards, destroy it in every file and copy: what backups hold under it then opens for nobody.',
  params: { epoch: { type: 'string', pattern: '^[1-9]\\d{0,4}$' } },
  response: { 200: answered('Ended.', shape({ epoch: epochNumber })) },
});

const rotateSchema = adminSchema({
  operationId: 'rotatePepper',
  summary: 'Put every alias under the newest pepper of the secrets',
  description: 'Every gateway and query service must hold both. A job; people are found under both meanwhile.',
  response: { 202: answered('Asked for.', jobSchema) },
});

const endPepperSchema = adminSchema({
  operationId: 'endPepper',
  summary: 'End a pepper under which no alias of the log is',
  description: 'Refused while any alias of the log is under it.',
  params: { version: { type: 'string', pattern: '^[1-9]\\d{0,4}$' } },
  response: { 200: answered('Ended: take it out of every file.', shape({ version: epochNumber })) },
});

/** `/v1/admin/keys`: epochs of the KEK and peppers, and their rotation while the hub runs. */
export function keysRoutes(server: FastifyInstance, context: AdminContext): void {
  const { registry, keyStore, secrets } = context;
  server.get('/v1/admin/keys', { schema: keysSchema }, async (request) => {
    operatorOf(request);
    return { epochs: await keyStore.epochs.read(), peppers: await shownPeppers(context) };
  });
  server.post<{ Body: { to: number } }>('/v1/admin/keys/rewrap', { schema: rewrapSchema }, (request, reply) => {
    reply.status(202);
    return askRewrap(context, request, request.body.to);
  });
  server.post<{ Params: { epoch: string } }>(
    '/v1/admin/keys/epochs/:epoch/end',
    { schema: endEpochSchema },
    (request) => {
      const number = Number(request.params.epoch);
      return change(context, request, { what: 'kek-epoch-ended', subject: `kek:${number}` }, async (_client, by) => {
        const before = shownEpoch(await keyStore.epochs.read(), number);
        await keyStore.epochs.end(number, by.agent);
        return { before, after: { state: 'ended' }, answer: { epoch: number } };
      });
    },
  );
  server.post('/v1/admin/keys/peppers/rotate', { schema: rotateSchema }, async (request, reply) => {
    reply.status(202);
    const [newest, former] = peppersOf(secrets);
    if (newest === undefined || former === undefined) throw refused('pepper-alone', alone);
    await requireEverywhere(context, `pepper ${newest.version}`);
    const named = { what: 'pepper-rotation-asked', subject: `pepper:${newest.version}` };
    return change(context, request, named, async (client, by) => {
      const job = await askJob(client, by, { kind: 'rotate-pepper', parameters: {}, exclusive: 'all' });
      return { before: { pepper: former.version }, after: { pepper: newest.version, job: job.id }, answer: job };
    });
  });
  server.post<{ Params: { version: string } }>(
    '/v1/admin/keys/peppers/:version/end',
    { schema: endPepperSchema },
    (request) => {
      const version = Number(request.params.version);
      return change(context, request, { what: 'pepper-ended', subject: `pepper:${version}` }, async (client) => {
        const before = await aliasesUnder(client, version);
        await endPepper(client, version);
        registry.written.staleAt = 0;
        return { before, after: null, answer: { version } };
      });
    },
  );
}

const alone =
  'The secrets hold one pepper. Put the new one into every file, with the one of before as "former", and restart every ' +
  'gateway and query service in turn.';

async function askRewrap(context: AdminContext, request: FastifyRequest, to: number): Promise<object> {
  const epochs = await context.keyStore.epochs.read();
  if (!context.keyStore.epochs.held.includes(to)) {
    throw refused('kek-epoch-missing', `The secrets of this gateway hold no KEK of epoch ${to}.`);
  }
  const greater = epochs.find(({ epoch, state }) => state === 'current' && epoch > to);
  if (greater !== undefined || shownEpoch(epochs, to)?.state === 'ended') {
    throw refused('kek-epoch-past', 'Keys go on to greater epochs, never back.');
  }
  await requireEverywhere(context, `kek ${to}`);
  return change(context, request, { what: 'rewrap-asked', subject: `kek:${to}` }, async (client, by) => {
    const job = await askJob(client, by, { kind: 'rewrap-keys', parameters: { to }, exclusive: 'all' });
    return { before: epochs.find(({ state }) => state === 'current') ?? null, after: { to, job: job.id }, answer: job };
  });
}

/** What one process writes under a secret that another lacks, the other cannot read. */
async function requireEverywhere(context: AdminContext, secret: string): Promise<void> {
  const without = await processesWithout(context, secret);
  if (without.length === 0) return;
  throw refused('secret-missing', `Give the file with ${secret} first to: ${without.join(', ')}.`);
}

function shownEpoch(epochs: readonly KekEpoch[], epoch: number): KekEpoch | null {
  return epochs.find((each) => each.epoch === epoch) ?? null;
}

async function shownPeppers({ pool }: AdminContext): Promise<readonly object[]> {
  const versions = await peppersInUse(pool);
  return Promise.all(
    versions.map(async (version, index) => {
      const { announced, reserved } = await aliasesUnder(pool, version);
      return { version, aliases: announced + reserved, newest: index === 0 };
    }),
  );
}
