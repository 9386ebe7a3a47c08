import { readFile } from 'node:fs/promises';
import { withClient } from '@hub/platform';

const tickMicros = 10_000;

/**
 * CPU time so far of the PostgreSQL backends that serve these databases, in microseconds; null where the server is on
 * another machine. A backend that ended takes its time with it.
 */
export async function postgresCpuMicros(server: string, databases: readonly string[]): Promise<number | null> {
  const pids = await withClient(server, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where datname = any($1)', [
      databases,
    ]);
    return rows.map(({ pid }) => pid);
  });
  const times = await Promise.all(pids.map(cpuOf));
  return times.includes(null) ? null : times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
}

/** proc(5): utime and stime are the 14th and 15th fields; the second, in brackets, may hold spaces. */
async function cpuOf(pid: number): Promise<number | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    if (!stat.includes('(postgres')) return null;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMicros;
  } catch {
    return null;
  }
}
