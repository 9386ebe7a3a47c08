import { gatewayPlugin } from '@hub/gateway';
import type { Secrets } from '@hub/platform';
import {
  buildServer,
  createLogger,
  createMetrics,
  kafkaEventLog,
  loadDictionary,
  openAccessTrace,
  openKeyStore,
  openPool,
} from '@hub/platform';

/** What the benchmark gives its gateway process. */
export interface GatewayProcessSettings {
  readonly url: string;
  readonly keysUrl: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly slices: number;
  readonly secrets: Secrets;
}

/** One gateway in a process of its own: settings come as a message, the address goes back as one. */
async function start(settings: GatewayProcessSettings): Promise<void> {
  const logger = createLogger('warn', 'gateway');
  const metrics = createMetrics();
  const { brokers, topicPrefix, slices, secrets } = settings;
  const pool = openPool(settings.url, { applicationName: 'bench', logger });
  const keysPool = openPool(settings.keysUrl, { applicationName: 'bench', logger });
  const log = await kafkaEventLog({ brokers, topicPrefix, slices, replicationFactor: 1, logger });
  const keyStore = openKeyStore({ pool: keysPool, secrets });
  const server = buildServer({ logger, metrics });
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
  const dictionary = loadDictionary();
  server.register(gatewayPlugin({ log, pool, keyStore, secrets, dictionary, logger, metrics, trace }));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  process.once('disconnect', async () => {
    await server.close();
    await trace.close();
    await log.close();
    await Promise.all([pool.end(), keysPool.end()]);
    process.exit(0);
  });
  // Each further message asks for the CPU time used so far, in microseconds.
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.({ url });
}

process.once('message', (settings) => {
  void start(settings as GatewayProcessSettings);
});
