import { HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** Which log a database belongs to. */
export interface LogOrigin {
  /** `local-kafka`: a Kafka of one machine, in the data directory of the hub. */
  readonly kind: 'embedded' | 'kafka' | 'local-kafka';
  /** Null for the embedded log. */
  readonly topicPrefix: string | null;
  readonly slices: number;
}

type Client = Pick<ClientBase, 'query'>;

/**
 * The log noted at the first start. Of a database of before it was noted, `embedded` where its own log holds events; null
 * where nothing says.
 */
export async function originOfLog(client: Client, embeddedLog: EmbeddedLogContent): Promise<LogOrigin | null> {
  const { rows } = await client.query<LogOrigin>(
    'select kind, topic_prefix as "topicPrefix", slices from custody.log_origin',
  );
  const [noted] = rows;
  if (noted !== undefined) return noted;
  return embeddedLog.events ? { kind: 'embedded', topicPrefix: null, slices: embeddedLog.slices } : null;
}

/** What the tables of the embedded log hold. */
export interface EmbeddedLogContent {
  readonly events: boolean;
  readonly slices: number;
}

/** Notes it at the first start, once and for all. Throws `configuration-invalid` where another process noted another. */
export async function noteOrigin(pool: Pool, origin: LogOrigin): Promise<void> {
  await pool.query(
    'insert into custody.log_origin (kind, topic_prefix, slices) values ($1, $2, $3) on conflict do nothing',
    [origin.kind, origin.topicPrefix, origin.slices],
  );
  const noted = await originOfLog(pool, { events: false, slices: 0 });
  if (noted !== null) requireOrigin(origin, noted);
}

/** Throws `configuration-invalid`, with what to set, where a database is opened on another log than its own. */
export function requireOrigin(asked: LogOrigin, own: LogOrigin): void {
  // The Kafka of a data directory is also reached by its address, from other processes of the same hub.
  const isSameKind = own.kind === asked.kind || (own.kind === 'local-kafka' && asked.kind === 'kafka');
  if (isSameKind && own.topicPrefix === asked.topicPrefix) return;
  throw new HubError('configuration-invalid', `${whatItIs(own)} ${whatToSet(own)} Nothing was changed.`);
}

function whatItIs({ kind }: LogOrigin): string {
  const log = { embedded: 'the embedded log', kafka: 'a Kafka', 'local-kafka': 'the Kafka of its data directory' }[
    kind
  ];
  return `The database of this hub was filled from ${log}, and would be empty or mixed on another log.`;
}

function whatToSet({ kind, topicPrefix }: LogOrigin): string {
  const prefix = `HUB_KAFKA_TOPIC_PREFIX=${topicPrefix}`;
  switch (kind) {
    case 'embedded':
      return 'Start it without HUB_KAFKA_BROKERS and without --kafka.';
    case 'kafka':
      return `Set HUB_KAFKA_BROKERS to its brokers and ${prefix}.`;
    case 'local-kafka':
      return `Start it with --kafka (npm run start:kafka), on the data directory that it was made with, and ${prefix}.`;
  }
}
