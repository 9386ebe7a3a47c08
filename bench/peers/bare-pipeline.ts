import { consumeAll } from '../baselines/kafka-baseline.ts';
import { copyRows } from '../baselines/postgres-baseline.ts';
import type { ProjectedWorld } from '../processes/rebuilt.ts';
import { type Folded, fold, type PeerEvent, type PeerRecord, requireWhole } from './work.ts';

/** Events a second of the least that does the work at all: kafkajs, JSON, a fold in memory, one COPY of the records. */
export async function barePipeline({ brokers, pool }: ProjectedWorld, topic: string, wanted: Folded): Promise<number> {
  const records = new Map<number, PeerRecord>();
  const { firstAt } = await consumeAll({ brokers, topics: [topic] }, wanted.events, (messages) => {
    for (const { value } of messages) {
      const event = JSON.parse(String(value)) as PeerEvent;
      records.set(event.dossier, fold(records.get(event.dossier), event));
    }
  });
  await pool.query('create table piped (number integer primary key, content jsonb not null)');
  await copyRows(
    pool,
    'piped',
    [...records.values()].map((record) => `${record.dossier}\t${JSON.stringify(record)}\n`),
  );
  const seconds = (performance.now() - firstAt) / 1_000;
  const { rows } = await pool.query<Folded>(
    `select count(*)::int as records, sum(jsonb_array_length(content->'steps'))::int as events from piped`,
  );
  await pool.query('drop table piped');
  requireWhole('the bare pipeline', rows[0] ?? { records: 0, events: 0 }, wanted);
  return wanted.events / seconds;
}
