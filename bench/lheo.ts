/**
 * LHEO through the OFeli adapter: a stream of so many bytes is invented from the simulator, never stored, and read,
 * translated and reported. Usage: node bench/lheo.ts [MiB=200] [--memory] [--with-hub URL CLIENT_ID CLIENT_SECRET]
 *
 * `--memory` runs the adapter alone, reporting to a hub that only digests, so that the peak is its own.
 * Baseline in the same run: saxes alone on the same stream, without a handler.
 */
import { createHash } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { importLheo, simulateOffers } from '@hub/ofeli';
import { createLogger, hubClient, type ReportEvents } from '@hub/platform';
import { SaxesParser } from 'saxes';

const mebi = 2 ** 20;
const { bytesWanted, memoryOnly, hub } = parseArguments(process.argv.slice(2));
const pool = formationPool();

await main();

async function main(): Promise<void> {
  const cpu = cpus()[0]?.model ?? 'unknown';
  console.log(`${cpus().length} × ${cpu}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`);
  console.log(`node bench/lheo.ts ${bytesWanted / mebi} (LHEO 2.3, ${bytesWanted / mebi} MiB a run)`);
  if (memoryOnly) {
    await measure('reading, translating, reported to a hub that only digests', () => runImport(digestingHub()));
    return;
  }
  await measure('inventing the stream only', async () => ({ bytes: await drain(), events: 0 }));
  const baseline = await measure('saxes alone (baseline)', async () => ({ bytes: await parseOnly(), events: 0 }));
  const adapter = await measure('reading and translating', () => runImport(null));
  await measure('reading, translating, reported to a hub that only digests', () => runImport(digestingHub()));
  if (hub !== null) {
    const client = hubClient({ ...hub, logger: createLogger('warn', 'bench') });
    await measure('reading, translating, reported over HTTP', () => runImport((events) => client.report(events)));
  }
  console.log(`ratio of the adapter to saxes alone: ${(adapter / baseline).toFixed(2)}`);
}

async function measure(name: string, run: () => Promise<{ bytes: number; events: number }>): Promise<number> {
  let peak = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const from = performance.now();
  const before = process.cpuUsage();
  const { bytes, events } = await run();
  const seconds = (performance.now() - from) / 1000;
  clearInterval(watch);
  const cpu = process.cpuUsage(before);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  const speed = bytes / 1e6 / seconds;
  const rate = events === 0 ? '' : `, ${Math.round(events / seconds)} events/s (${events})`;
  console.log(
    `${name}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), ${speed.toFixed(1)} MB/s${rate}, peak RSS ${Math.round(peak / 1e6)} MB`,
  );
  return speed;
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

interface HubAddress {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

function parseArguments(given: readonly string[]): {
  bytesWanted: number;
  memoryOnly: boolean;
  hub: HubAddress | null;
} {
  const at = given.indexOf('--with-hub');
  const [url, clientId, clientSecret] = at === -1 ? [] : given.slice(at + 1);
  const hub =
    url !== undefined && clientId !== undefined && clientSecret !== undefined ? { url, clientId, clientSecret } : null;
  const wanted = Number(given[0]?.startsWith('--') === false ? given[0] : 200);
  if (!(wanted > 0)) throw new Error('Usage: node bench/lheo.ts [MiB] [--with-hub URL CLIENT_ID CLIENT_SECRET]');
  return { bytesWanted: wanted * mebi, memoryOnly: given.includes('--memory'), hub };
}
