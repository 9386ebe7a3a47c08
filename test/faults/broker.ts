import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, localKafka } from '@hub/platform';
import pino from 'pino';
import { choosePort } from '../../services/shared/platform/src/local-servers/local-server.ts';
import { eventually } from '../support/eventually.ts';
import { kafkaLibsDir } from '../support/kafka-server.ts';
import { openWire, type Wire } from '../support/wire.ts';

/** A Kafka of the script's own, which sends every client through the wire in front of it. */
export interface Broker {
  readonly wire: Wire;
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Waits for the end of one that was killed or is stopping, starts it anew and resolves when it answers. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function broker(dataDir: string): Promise<Broker> {
  const logger = pino({ level: 'silent' });
  const port = await choosePort(undefined);
  const wire = await openWire(port);
  const options = { dataDir, logger, libsDir: kafkaLibsDir, durable: false, port, advertisedPort: wire.port };
  let server = await localKafka(options);
  const pid = async () => {
    const memory = JSON.parse(await readFile(join(dataDir, 'kafka', 'kafka.json'), 'utf8')) as { pid: number };
    return memory.pid;
  };
  return {
    wire,
    async signal(signal) {
      process.kill(await pid(), signal);
    },
    async start() {
      const former = await pid();
      await eventually(() => !isAlive(former), { timeoutMs: 40_000 });
      server = await localKafka(options);
    },
    async close() {
      const last = await pid();
      if (isAlive(last)) process.kill(last, 'SIGKILL');
      await server.stop();
      await wire.close();
    },
  };
}
