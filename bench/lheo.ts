import { createHash } from 'node:crypto';
import { hubClient } from '@hub/client';
import { importLheo, simulateOffers } from '@hub/ofeli';
import type { ReportEvents } from '@hub/platform';
import { SaxesParser } from 'saxes';
import { openBench } from './kit/bench.ts';
import { timed } from './kit/clock.ts';
import type { Figure } from './kit/figures.ts';

const mebi = 2 ** 20;
const { values, positionals, measure } = openBench({
  name: 'lheo',
  says:
    'LHEO invented from the simulator, read, translated and reported; the first argument: MiB (200). ' +
    '--memory: to a hub that only digests, alone, so that the peak is its own; --with-hub URL ID SECRET: over HTTP too',
  options: { memory: { type: 'boolean', default: false }, 'with-hub': { type: 'boolean', default: false } },
});
// Options may stand before and after: of the arguments a number is the size.
const bytesWanted = Number(positionals.find((each) => /^\d+$/.test(each)) ?? 200) * mebi;
const [url = '', clientId = '', clientSecret = ''] = positionals.filter((each) => !/^\d+$/.test(each));
const pool = formationPool();
const baseline = 'saxes alone';

await measure(async () => {
  const digested = () => runImport(digestingHub());
  if (values.memory) return read('reported to a hub that only digests', digested);
  const figures = [
    ...(await read('inventing the stream', async () => ({ bytes: await drain(), events: 0 }))),
    ...(await read(baseline, async () => ({ bytes: await parseOnly(), events: 0 }))),
    ...(await read('read and translated', () => runImport(null), baseline)),
    ...(await read('reported to a hub that only digests', digested, baseline)),
  ];
  if (values['with-hub']) {
    const client = hubClient({ url, clientId, clientSecret });
    figures.push(...(await read('reported over HTTP', () => runImport((events) => client.report(events)), baseline)));
  }
  return figures;
});

async function read(
  name: string,
  run: () => Promise<{ bytes: number; events: number }>,
  beside?: string,
): Promise<readonly Figure[]> {
  let peak = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const { done, seconds, cpuMicros } = await timed(run);
  clearInterval(watch);
  return [
    { name, value: done.bytes / 1e6 / seconds, unit: 'MB/s', ...(beside !== undefined && { beside }) },
    ...(done.events === 0 ? [] : [{ name: `${name}, events`, value: done.events / seconds, unit: 'events/s' }]),
    { name: `${name}, CPU`, value: cpuMicros / 1e6, unit: 's' },
    { name: `${name}, peak`, value: peak / 1e6, unit: 'MB' },
  ];
}

async function runImport(report: ReportEvents | null): Promise<{ bytes: number; events: number }> {
  const { bytes, events, complete, rejects } = await importLheo({ stream: lheoStream(), report });
  if (!complete) throw new Error(JSON.stringify(rejects.at(-1)));
  return { bytes, events };
}

/** Costs what a client costs in this process: the JSON of the batch and one pass over it. */
function digestingHub(): ReportEvents {
  return async (events) => {
    createHash('sha256').update(JSON.stringify(events)).digest();
    return events.map((_, index) => ({ index, status: 'accepted' as const }));
  };
}

async function parseOnly(): Promise<number> {
  const parser = new SaxesParser({ position: false });
  let bytes = 0;
  for await (const piece of lheoStream()) {
    bytes += piece.length;
    parser.write(piece.toString('utf8'));
  }
  parser.close();
  return bytes;
}

async function drain(): Promise<number> {
  let bytes = 0;
  for await (const piece of lheoStream()) bytes += piece.length;
  return bytes;
}

/** Formations of the simulator with a mark where the numbers of their sessions stand. */
function formationPool(): string[][] {
  const offers = simulateOffers({ seed: 'bench', today: '2026-06-01', sessions: 4_000 });
  const pieces = [...offers.exports[0].lheo()].slice(1, -1);
  return pieces.map((formation) => formation.split(/(?<=<(?:action numero="07_|session numero="))\d+(?=")/));
}

/** Pieces of about 64 KiB, as a file gives them; every session has a number of its own. */
async function* lheoStream(): AsyncGenerator<Buffer> {
  let piece = '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>\n';
  let bytes = 0;
  let number = 1_000_000;
  for (let turn = 0; bytes < bytesWanted; turn += 1) {
    // Between two marks the number of the action, then that of its session.
    for (const [place, part] of (pool[turn % pool.length] ?? []).entries()) {
      if (place > 0) piece += String(place % 2 === 1 ? ++number : number);
      piece += part;
      if (piece.length < 60_000) continue;
      const buffer = Buffer.from(piece);
      bytes += buffer.length;
      yield buffer;
      piece = '';
    }
  }
  yield Buffer.from(`${piece}</offres></lheo>\n`);
}
