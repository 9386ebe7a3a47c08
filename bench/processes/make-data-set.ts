import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, dayNumber, parisDay } from '@hub/core';
import {
  askDataSet,
  createLogger,
  createMetrics,
  type DataSetFormat,
  type DataSetKind,
  demoPartners,
  drawSecrets,
  embeddedEventLog,
  openAccessTrace,
  openPool,
  withTransaction,
} from '@hub/platform';
import { makingJob } from '../../services/query/src/data-sets/make-data-set.ts';

/** Makes one data set as the job of the query service does, and says what it took. What was reported today is of a week that is over for it. */
const [databaseUrl = '', kind, format] = process.argv.slice(2) as [string, DataSetKind, DataSetFormat];
const logger = createLogger('warn', 'bench');
const pool = openPool(databaseUrl, { applicationName: 'bench', logger });
const secrets = drawSecrets();
const directory = await mkdtemp(join(tmpdir(), 'hub-sets-'));
const log = await embeddedEventLog({ pool, slices: 32 });
const trace = openAccessTrace({ pool, log, secrets, logger, metrics: createMetrics() });
const siret = demoPartners.find(({ clientId }) => clientId === 'region-centre-val-de-loire')?.siret ?? '';
const asked = { siret, kind, purpose: 'funding-follow-up', week: thisWeek(), format, bom: false };
const by = { siret, clientId: 'region-centre-val-de-loire', agent: 'bench', traceparent: null };

// Asked for and rolled back by nobody: only its row is needed, and no hub may take the job.
const id = await withTransaction(pool, async (client) => {
  const job = await askDataSet(client, by, asked);
  await client.query(`update admin.job set state = 'done', ended_at = now() where job_id = $1`, [job.id]);
  return job.id;
});
const make = makingJob({
  ...{ pool, secrets, trace, log, database: { url: databaseUrl }, clock: () => Date.now() },
  store: { directory, keptDays: 1 },
  metrics: { observe: () => {} },
});
const before = await residentBytes('self');
const peak = { own: before, writer: 0 };
const watching = setInterval(async () => {
  const [own, ...children] = await Promise.all(['self', ...(await childrenHere())].map(residentBytes));
  peak.own = Math.max(peak.own, own ?? 0);
  peak.writer = Math.max(peak.writer, ...children);
}, 50);
const [from, cpuFrom] = [performance.now(), await cpuSecondsOf()];
const result = await make({
  ...{ id, parameters: asked, position: null, done: 0, signal: new AbortController().signal },
  askedBy: by,
  advance: async () => {},
});
const seconds = (performance.now() - from) / 1_000;
const cpuSeconds = (await cpuSecondsOf()) - cpuFrom;
clearInterval(watching);
const [file = ''] = await readdir(directory);
const { size: bytes } = await stat(join(directory, file));
const { rows } = result as { rows: number };
process.stdout.write(JSON.stringify({ rows, bytes, seconds, cpuSeconds, before, peak }));
await trace.close();
await log.close();
await pool.end();
await rm(directory, { recursive: true });

async function childrenHere(): Promise<readonly string[]> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '');
  return children.split(' ').filter((pid) => pid !== '');
}

/** Of one process (Linux), what it shares with others included; one that has ended holds nothing. */
async function residentBytes(pid: string): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return 4_096 * Number(statm.split(' ')[1] ?? 0);
}

/** Of this process and of those of its processes that have ended, in hundredths of a second. */
async function cpuSecondsOf(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8');
  const ticks = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** ISO 8601; its end is to come, so that all that was reported was known by then. */
function thisWeek(): string {
  const thursday = addDays(parisDay(Date.now()), 3 - ((dayNumber(parisDay(Date.now())) + 3) % 7));
  const year = thursday.slice(0, 4);
  const number = 1 + Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7);
  return `${year}-W${String(number).padStart(2, '0')}`;
}
