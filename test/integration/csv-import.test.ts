import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { clientOf } from './webhook-stage.ts';

const samples = join(import.meta.dirname, '../../docs/samples/csv');
const mapping = join(samples, 'suivi-opco.yaml');
const jeanne = '269054958815780';

let here: HubHere;
let hub: RunningHub;
beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
});
afterAll(async () => {
  await hub?.close();
  await here?.close();
});

function command(args: readonly string[], input?: string) {
  const secret = hub.clients.find(({ clientId }) => clientId === 'opco')?.clientSecret ?? '';
  return here.command([...args], { HUB_URL: hub.url, HUB_CLIENT_SECRET: secret }, input);
}

async function imported(file: string, ...more: readonly string[]) {
  const { stdout } = await command(['import', 'csv', file, '--mapping', mapping, '--json', ...more]);
  return JSON.parse(stdout);
}

interface Stay {
  readonly entry: { readonly value: unknown; readonly effectiveDate: string } | null;
  readonly exit: { readonly effectiveDate: string } | null;
}

async function staysOf(nir: string): Promise<readonly Stay[]> {
  const answer = await clientOf(hub, 'opco').fetch('/v1/training-paths/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': 'agent-1', 'hub-purpose': 'funding-follow-up' },
    body: JSON.stringify({ nir }),
  });
  const path = (await answer.json()) as { dossiers?: { stays: readonly Stay[] }[] };
  return (path.dossiers ?? []).flatMap(({ stays }) => stays);
}

it('the sample of an OPCO is imported up to the record, once, and an emptied cell takes back what it said', async () => {
  const sample = join(samples, 'suivi-opco.csv');
  const result = await imported(sample);
  expect(result).toMatchObject({ records: 3, events: 5, accepted: 5, refused: 0, unknown: 0 });
  expect(result.rejects).toMatchObject([
    { place: { line: 4, column: 10 }, field: 'Début prévu', rule: 'date-impossible' },
    { place: { line: 4, column: 6 }, field: 'Courriel', rule: 'email-shape' },
  ]);
  await eventually(
    async () =>
      expect(await staysOf(jeanne)).toMatchObject([
        { entry: { effectiveDate: '2026-04-01' }, exit: { effectiveDate: '2026-07-31' } },
      ]),
    { timeoutMs: 20_000 },
  );
  expect(await imported(sample)).toMatchObject({ accepted: 5 });
  const emptied = join(here.dataDir, 'emptied.csv');
  const text = await readFile(sample, 'utf8');
  await writeFile(emptied, text.replace(';31/07/2026;Fin normale;03/08/2026 09:15', ';;;04/08/2026 10:00'));
  expect(await imported(emptied)).toMatchObject({ accepted: 4 });
  await eventually(
    async () => expect(await staysOf(jeanne)).toMatchObject([{ entry: { effectiveDate: '2026-04-01' }, exit: null }]),
    { timeoutMs: 20_000 },
  );
});

it('an event that the door alone refuses holds back the others of its row, and what was taken before stays', async () => {
  const [sample, later] = [join(samples, 'suivi-opco.csv'), join(here.dataDir, 'later.csv')];
  await imported(sample);
  const text = await readFile(sample, 'utf8');
  const [, jeanneRow = ''] = text.split(/\r?\n/);
  const changed = jeanneRow
    .replace('4 125,50;01/04/2026', '4 125,50;01/04/2099')
    .replace('03/08/2026 09:15', '05/08/2026 10:00');
  expect(changed).not.toBe(jeanneRow);
  await writeFile(later, text.replace(jeanneRow, changed));
  const result = await imported(later);
  expect(result.rejects.map(({ rule }: { rule: string }) => rule)).toContain('row-held');
  expect(result.refused).toBeGreaterThan(1);
  await imported(sample);
  expect(await staysOf(jeanne)).toMatchObject([{ entry: { effectiveDate: '2026-04-01' } }]);
});

it('keeps a receipt of every event taken, by which it is asked what became of them', async () => {
  const [sample, receipts] = [join(samples, 'suivi-opco.csv'), join(here.dataDir, 'receipts.jsonl')];
  expect(await imported(sample, '--receipts', receipts)).toMatchObject({ accepted: 5 });
  const lines = (await readFile(receipts, 'utf8')).trim().split('\n');
  const kept = lines.map((line) => JSON.parse(line) as { source: string; id: string; receipt: string });
  expect(kept.map(({ source }) => source)).toEqual(Array(5).fill('opco'));
  expect(new Set(kept.map(({ id }) => id)).size).toBe(5);
  await eventually(async () => {
    const { stdout } = await command(['receipts', '--client', 'opco', '--json'], `${lines.join('\n')}\n`);
    const { states, results } = JSON.parse(stdout);
    expect(states).toEqual({ visible: 5 });
    expect(results.map(({ source, id }: { source: string; id: string }) => [source, id])).toEqual(
      kept.map(({ source, id }) => [source, id]),
    );
  });
  // Nothing was reported: the receipts of before stay.
  const mistakes = [
    [['--dry-run'], '--dry-run reports nothing'],
    [['--rejects', receipts], 'both name'],
    [['--client', 'nobody'], 'nobody'],
  ] as const;
  for (const [more, said] of mistakes) {
    const { code, stderr } = await command([
      ...['import', 'csv', sample, '--mapping', mapping, '--receipts', receipts, ...more],
    ]);
    expect(stderr).toContain(said);
    expect(code).not.toBe(0);
  }
  expect((await readFile(receipts, 'utf8')).trim().split('\n')).toEqual(lines);
});
