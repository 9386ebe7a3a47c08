import pg from 'pg';
import type { DatabaseConnection } from './connection.ts';

/** A statement that was not answered for so long may be slow, or its wire may be dead. */
const patienceMs = 2_000;
const lookEveryMs = 1_000;
/** The look itself, on a connection of its own, is given up after this. */
const lookMs = 2_000;
/** So long ago the server must have been done: its answer may be on its way still. */
const doneMs = 1_000;

/** What is looked after: the connections of a pool, and how to reach their server anew. */
export interface Watched {
  readonly url: string;
  connections(): Iterable<DatabaseConnection>;
  giveUp(connections: readonly DatabaseConnection[]): void;
}

/**
 * Finds connections whose wire is dead without saying so, long before their statements run into their bound: a statement
 * was not answered for seconds, new connections are, and the server says that the session of the statement does nothing.
 * Until `stop` is called.
 */
export function watchForSilence(watched: Watched): { readonly stop: () => void } {
  let isLooking = false;
  const timer = setInterval(() => {
    // What one has lost, the others on its wire have too: they are not looked for one after the other.
    const silent = [...watched.connections()].filter((each) => each.silentMs() > doneMs);
    if (isLooking || !silent.some((each) => each.silentMs() > patienceMs)) return;
    isLooking = true;
    void lookFor(watched, silent).finally(() => {
      isLooking = false;
    });
  }, lookEveryMs).unref();
  return { stop: () => clearInterval(timer) };
}

async function lookFor(watched: Watched, silent: readonly DatabaseConnection[]): Promise<void> {
  const since = new Map(silent.map((each) => [each.tag, each.askedAt]));
  const idle = await idleSessions(watched.url, [...since.keys()]);
  // Whoever was answered meanwhile is well.
  watched.giveUp(silent.filter((each) => idle.has(each.tag) && each.isBusy && each.askedAt === since.get(each.tag)));
}

/** Those of these sessions that wait for their client; none where the server answers nobody. */
async function idleSessions(url: string, tags: readonly string[]): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: lookMs, query_timeout: lookMs });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ tag: string }>(
      `select application_name as tag from pg_stat_activity
       where application_name = any($1) and state <> 'active'
         and state_change < clock_timestamp() - ${doneMs} * interval '1 ms'`,
      [tags],
    );
    return new Set(rows.map(({ tag }) => tag));
  } catch {
    return new Set();
  } finally {
    await client.end().catch(() => {});
  }
}
