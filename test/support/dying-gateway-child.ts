import { envelopeOf } from '@hub/core';
import { gatewayPlugin } from '@hub/gateway';
import {
  buildServer,
  createMetrics,
  kafkaEventLog,
  loadDictionary,
  loadSecrets,
  openAccessTrace,
  openKeyStore,
  openPool,
} from '@hub/platform';
import { testLogger as logger } from './logger.ts';
import type { ScenarioHub } from './scenario-hub.ts';

// A gateway of a hub that is killed, as by kill -9, between the two appends of a correction in another dossier: the new
// event is on the log, what takes back the old one is not. Its argument is a JSON of the hub's settings.
const settings = JSON.parse(process.argv[2] ?? '') as ScenarioHub['settings'];
const pool = openPool(settings.databaseUrl, { applicationName: 'dying-gateway', logger });
const keysPool = openPool(settings.keysUrl, { applicationName: 'dying-gateway', logger, max: 2 });
const secrets = await loadSecrets(settings.secretsFile);
const { brokers, topicPrefix, slices } = settings;
const log = await kafkaEventLog({ brokers, topicPrefix, slices, logger });
const mortal: typeof log = {
  ...log,
  append: (messages) => {
    if (messages.some((message) => envelopeOf(message).type === 'hub.fact-retracted'))
      process.kill(process.pid, 'SIGKILL');
    return log.append(messages);
  },
};
const metrics = createMetrics();
const server = buildServer({ logger, metrics });
const keyStore = openKeyStore({ pool: keysPool, secrets });
const dictionary = loadDictionary();
const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
await server.register(gatewayPlugin({ log: mortal, pool, keyStore, secrets, dictionary, logger, metrics, trace }));
process.stdout.write(`${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
