import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { withClient } from '@hub/platform';
import { liftLimits } from '../test/support/lift-limits.ts';
import { openBench } from './kit/bench.ts';
import type { Figure } from './kit/figures.ts';
import { copyPeople } from './processes/copied-people.ts';
import { reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * The file of a week of a Région over all persons reported (ten facts each) and their copies, made by the job of the query
 * service in a process of its own, with the process that writes it. Measured from its start to the file on the disk, its
 * trace and its SHA-256.
 */
const { values, measure } = openBench({
  name: 'datasets',
  says: 'Data sets of a Région: lines and MB a second, processor time and memory of the processes that make them',
  options: { people: { type: 'string', default: '10000' }, copies: { type: 'string', default: '0' } },
});

const [people, copies] = [Number(values.people), Number(values.copies)];

await withHub({}, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  await reportPeople(hub, people);
  while ((await lagOf(hub)) !== 0) await new Promise((resolve) => setTimeout(resolve, 500));
  await copyPeople(hub.databaseUrl, copies);
  await measure(async () => [
    ...(await figuresOf(hub, 'outcomes', 'csv')),
    ...(await figuresOf(hub, 'outcomes', 'parquet')),
    ...(await figuresOf(hub, 'dossiers', 'csv')),
  ]);
});

async function figuresOf({ databaseUrl }: BenchedHub, kind: string, format: string): Promise<readonly Figure[]> {
  const maker = new URL('./processes/make-data-set.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [maker, databaseUrl, kind, format], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the process that makes a data set ended by ${code}`);
  const made = JSON.parse(said) as Record<'rows' | 'bytes' | 'seconds' | 'cpuSeconds' | 'before', number> & {
    readonly peak: { readonly own: number; readonly writer: number };
  };
  const { rows, bytes, seconds, cpuSeconds, before, peak } = made;
  const expected = people * (copies + 1);
  if (rows !== expected) throw new Error(`the file has ${rows} lines of ${expected}`);
  const name = `${kind}, ${format}`;
  return [
    { name: `${name}: lines`, value: rows, unit: 'lines' },
    { name: `${name}: a second`, value: rows / seconds, unit: 'lines/s' },
    { name: `${name}: written`, value: bytes / 1e6 / seconds, unit: 'MB/s' },
    { name: `${name}: of a line`, value: bytes / rows, unit: 'bytes' },
    { name: `${name}: CPU`, value: (1e6 * cpuSeconds) / rows, unit: 'µs/line' },
    { name: `${name}: memory at most of who writes`, value: peak.writer / 1e6, unit: 'MB' },
    { name: `${name}: of who asked for it`, value: peak.own / 1e6, unit: 'MB' },
    { name: `${name}: of that before the first line`, value: before / 1e6, unit: 'MB' },
  ];
}

async function lagOf(hub: BenchedHub): Promise<number> {
  const authorization = `Bearer ${await hub.token('operator')}`;
  const answer = await fetch(`${hub.url}/metrics`, { headers: { authorization } });
  return Number(/^hub_projection_lag_events (\S+)/m.exec(await answer.text())?.[1] ?? Number.NaN);
}
