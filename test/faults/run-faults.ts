import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parisDay } from '@hub/core';
import { auditLog } from './audit.ts';
import { firstRound, planRound } from './deck.ts';
import { type FaultedHub, startFaultedHub } from './faulted-hub.ts';
import { type FaultKind, faultKinds } from './kinds.ts';
import { openLedger } from './ledger.ts';
import { findPeople } from './probe.ts';
import { describeFigures, describeRound, figuresByKind, shortened } from './report.ts';
import { type Experiment, playRound, type RoundResult } from './round.ts';

const help = `npm run faults -- [options]

Starts a hub of its own (two gateways, two projectors, two query services, two PostgreSQL, one Kafka), reports simulated
lives through it, hurts it round by round, and counts what became of every acknowledged event. Needs Java and Maven.

  --rounds N     rounds to play (10)
  --seed S       draws everything (default: random, printed first); S.7 begins with round 7 of seed S
  --kinds A,B    only these kinds of fault; the beginning of names stands for all of them
  --alone        one fault a round; otherwise one round in four has two
  --rebuilds     a rebuild in each round; otherwise in two of five. Every other one is killed, and then resumed
  --rate N       events a second that are reported (120)
  --verify-every N  compares log, records and registry after so many rounds, and at the end (1)
  --list         prints the kinds of fault
  --json         one JSON document on standard output, everything else on standard error
  --keep         keeps the directory with data and logs, and prints where it is
  --help

Exit code 1: an event was lost or doubled, a process ended by itself, or the hub did not recover.`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    kinds: { type: 'string' },
    rate: { type: 'string', default: '120' },
    'verify-every': { type: 'string', default: '1' },
    alone: { type: 'boolean', default: false },
    rebuilds: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string) => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);

if (values.help) say(help);
else if (values.list) say(faultKinds.map(({ name, says }) => `${name.padEnd(28)} ${says}`).join('\n'));
else {
  process.exitCode = await main();
  // A connection to what was killed may outlive its other end: nobody waits for it.
  setTimeout(() => process.exit(), 2_000).unref();
}

async function main(): Promise<number> {
  const kinds = chosenKinds();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const directory = await mkdtemp(join(tmpdir(), 'hub-faults-'));
  const closers: (() => Promise<void>)[] = [];
  say(`seed ${values.seed}, ${values.rounds} rounds of ${kinds.length} kinds`);
  try {
    const hub = await startFaultedHub(directory, closers);
    return await experimentOn(hub, kinds, interrupted.signal);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say('Interrupted.');
    return 130;
  } finally {
    for (const close of closers.splice(0).reverse()) await close().catch((error: Error) => say(error.message));
    if (values.keep) say(`Kept: ${directory}`);
    else await rm(directory, { recursive: true, force: true });
  }
}

function chosenKinds(): readonly FaultKind[] {
  const names = values.kinds?.split(',').map((name) => name.trim());
  if (names === undefined) return faultKinds;
  const missing = names.filter((name) => !faultKinds.some((kind) => kind.name.startsWith(name)));
  if (missing.length > 0) throw new Error(`No kind of fault begins with ${missing.join(', ')}: see --list.`);
  const exact = new Set(faultKinds.map(({ name }) => name));
  return faultKinds.filter(({ name }) =>
    names.some((wanted) => (exact.has(wanted) ? name === wanted : name.startsWith(wanted))),
  );
}

async function experimentOn(hub: FaultedHub, kinds: readonly FaultKind[], interrupted: AbortSignal): Promise<number> {
  const ledger = openLedger();
  const today = parisDay(Date.now());
  const probed = await findPeople(await hub.freshClients(), hub.secrets, ledger, today);
  const offsets = new Map<string, number>();
  const experiment: Experiment = { hub, ledger, offsets, probed, today, perSecond: Number(values.rate), interrupted };
  const { base, number } = firstRound(values.seed);
  const last = number + Number(values.rounds) - 1;
  const results: RoundResult[] = [];
  const disagreements: string[] = [];
  for (let round = number; round <= last; round += 1) {
    const result = await playRound(experiment, planRound(base, round, kinds, values));
    results.push(result);
    say(describeRound(result));
    if (result.failures.length > 0)
      say(`       again: npm run faults -- --seed ${result.seed} --rounds 1${sameOptions()}`);
    if (round !== last && (round - number + 1) % Number(values['verify-every']) !== 0) continue;
    const found = await verify(experiment);
    say(found.length === 0 ? 'ok   log, records and registry agree' : shortened(found).join('\n'));
    disagreements.push(...found);
  }
  return conclude(ledger.entries.size, results, disagreements);
}

/** What a replay needs beside the seed. */
function sameOptions(): string {
  return `${values.kinds === undefined ? '' : ` --kinds ${values.kinds}`}${values.alone ? ' --alone' : ''}${values.rebuilds ? ' --rebuilds' : ''}`;
}

/** The hub's own comparisons, and the script's of the log; gives what differs. */
async function verify({ hub, ledger }: Experiment): Promise<readonly string[]> {
  const faults = [...(await auditLog(hub, ledger))];
  for (const command of [['verify'], ['verify', '--registry']]) {
    const { code, document } = await hub.command(...command, '--json');
    if (code !== 0)
      faults.push(`hub ${command.join(' ')}: exit code ${code}, ${JSON.stringify(document).slice(0, 2_000)}`);
  }
  return faults;
}

function conclude(events: number, results: readonly RoundResult[], disagreements: readonly string[]): number {
  const count = (word: string) =>
    results.flatMap(({ failures }) => failures).filter((each) => each.startsWith(word)).length;
  const total = {
    rounds: results.length,
    failed: results.filter(({ failures }) => failures.length > 0).length,
    sent: events,
    acknowledged: results.reduce((sum, each) => sum + each.acknowledged, 0),
    lost: count('lost'),
    doubled: count('doubled'),
    parked: count('parked'),
    disagreements: disagreements.length,
  };
  const failed = total.failed > 0 || disagreements.length > 0;
  say(`\n${describeFigures(results)}\n`);
  say(
    `${total.rounds} rounds, ${total.failed} failed; ${total.acknowledged} events acknowledged: ${total.lost} lost, ${total.doubled} doubled, ${total.parked} parked; ${disagreements.length} disagreements of log, records and registry`,
  );
  if (values.json) {
    const document = { seed: values.seed, total, kinds: figuresByKind(results), results, disagreements };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
  return failed ? 1 : 0;
}
