import { embeddedEventLog, kafkaEventLog, loadRules, openPool } from '@hub/platform';
import { startProjector } from '@hub/projector';
import { testLogger } from './logger.ts';

// A projector in a process of its own, which tests stop and kill. Its argument is a JSON of ChildOptions.
export interface ChildOptions {
  readonly databaseUrl: string;
  readonly slices: number;
  /** Absent: as by default. */
  readonly leaseMs?: number;
  /** Absent: the embedded log of the database. */
  readonly kafka?: { readonly brokers: string[]; readonly topicPrefix: string };
}

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const { databaseUrl, slices, leaseMs, kafka } = options;
const pool = openPool(databaseUrl, { applicationName: 'projector-child', logger: testLogger });
const log =
  kafka === undefined
    ? await embeddedEventLog({ pool, slices })
    : await kafkaEventLog({ ...kafka, slices, logger: testLogger });
const projector = await startProjector({
  log,
  pool,
  rules: loadRules(),
  logger: testLogger,
  settings: { ...(leaseMs !== undefined && { leaseMs }), batchEventsMax: 100 },
});
process.stdout.write(`${projector.owner}\n`);
process.once('SIGTERM', async () => {
  await projector.close();
  await log.close();
  await pool.end();
});
