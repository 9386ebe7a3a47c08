import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import { isTraceWhole, type Job, type Look, type TraceHold, type TraceReport } from '@hub/platform';
import { type CommandContext, printResult, type Register, rowNumber, table } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { identifierOptions, kindOf, partnerOption, readIdentifier } from './identifier-options.ts';

interface OfOptions extends AdminOptions {
  readonly dossier?: string;
  readonly partner?: string;
  readonly before?: string;
}

interface HoldOptions extends AdminOptions {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export const registerTrace: Register = (program, context) => {
  const trace = program.command('trace').description('Who looked at whom, and whether anybody changed that.');
  adminOptions(trace.command('verify'))
    .description('Compares the whole access trace with its links and the log; exit code 1 if anything differs.')
    .action((options: AdminOptions) => verify(context, options));
  const of = adminOptions(trace.command('of'))
    .description(
      'What a person may be told: who looked, when, why, at which categories. An identifier is read from standard input.',
    )
    .option('--dossier <number>', 'the person of this dossier')
    .option('--before <time>', 'what was before the last one shown');
  identifierOptions(of, '', 'the person who has');
  partnerOption(of, 'whose number a partner number is').action((options: OfOptions) => show(context, options));
  const hold = trace.command('hold').description('Periods whose trace is kept beyond its year (litigation).');
  adminOptions(hold.command('list'))
    .description('Periods that are held, or were.')
    .action(async (options: AdminOptions) => {
      const path = 'traces/holds';
      const { items } = await askAdmin<{ items: readonly TraceHold[] }>(context, options, path);
      printResult(context, options.json ?? false, { holds: items }, () => readableHolds(items));
    });
  adminOptions(hold.command('add'))
    .description('Keeps the trace of these days until the hold is lifted.')
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD')
    .requiredOption('--to <day>', 'last day, YYYY-MM-DD')
    .requiredOption('--reason <text>', 'the number of the case; nothing personal')
    .action(async ({ from, to, reason, ...options }: HoldOptions) => {
      const path = 'traces/holds';
      const held = await askAdmin<TraceHold>(context, options, path, { from, to, reason });
      printResult(context, options.json ?? false, held, () => readableHolds([held]));
    });
  adminOptions(hold.command('lift').argument('<id>', 'of "hub trace hold list"', rowNumber))
    .description('Ends a hold: what is over its year goes within the hour.')
    .action(async (id: number, options: AdminOptions) => {
      const path = `traces/holds/${id}/lift`;
      const lifted = await askAdmin<TraceHold>(context, options, path, {});
      printResult(context, options.json ?? false, lifted, () => readableHolds([lifted]));
    });
};

const askedEveryMs = 500;

async function verify(context: CommandContext, options: AdminOptions): Promise<void> {
  let job = await askAdmin<Job>(context, options, 'traces/verifications', {});
  const progress = showProgress(context, 'access trace', 'rows');
  try {
    while (job.state === 'waiting' || job.state === 'running') {
      await delay(askedEveryMs);
      job = await askAdmin<Job>(context, options, `jobs/${job.id}`);
      if (job.total !== null) progress.update(job.done, job.total);
    }
  } finally {
    progress.stop();
  }
  if (job.state !== 'done') {
    throw new HubError('internal', job.error?.message ?? `The verification was ${job.state} before its end.`);
  }
  const report = job.result as TraceReport;
  printResult(context, options.json ?? false, report, () => readableReport(report));
  if (!isTraceWhole(report)) process.exitCode = 1;
}

/** What `hub trace verify` says without `--json`. */
export function readableReport(report: TraceReport): string[] {
  const { rows, writers, faults, moreFaults, unlinked, forgedAnchors, lostByRestore, restores, unanchored } = report;
  const differing = faults.map(({ kind, writer, from, to, at }) => [
    kind,
    writer,
    from === to ? from : `${from}-${to}`,
    at,
  ]);
  return [
    `${rows} rows of ${writers} writers were compared.`,
    ...(differing.length === 0
      ? ['Nothing was changed, removed or inserted.']
      : table([['FAULT', 'WRITER', 'ROWS', 'AT'], ...differing])),
    ...(moreFaults === 0 ? [] : [`${moreFaults} more are not listed.`]),
    ...(forgedAnchors === 0 ? [] : [`${forgedAnchors} anchors on the log were not made by this hub.`]),
    ...restores.map(({ backupOf, at }) => `A backup of ${backupOf} was loaded at ${at}.`),
    ...lostByRestore.map(({ writer, from, to }) => `Lost by it, and not forged: rows ${from}-${to} of ${writer}.`),
    ...(report.monthsDropped.length === 0 ? [] : [`Over their year, and dropped: ${report.monthsDropped.join(', ')}.`]),
    ...(unlinked === 0 ? [] : [`${unlinked} rows are older than the links: nothing proves them.`]),
    unanchored.rows === 0
      ? 'The log knows of every row.'
      : `The log does not know yet of ${unanchored.rows} rows, the oldest of ${unanchored.since}: cut off now, nobody would notice.`,
  ];
}

async function show(context: CommandContext, options: OfOptions): Promise<void> {
  const kind = kindOf(options, '');
  if ((kind === null) === (options.dossier === undefined)) {
    throw new HubError('wrong-use', 'Name the person by one identifier, or by --dossier.');
  }
  const named =
    kind === null ? { dossier: dossierNumber(options.dossier) } : await readIdentifier(context, kind, options.partner);
  const body = { ...named, ...(options.before === undefined ? {} : { before: options.before }) };
  const path = 'traces/search';
  const found = await askAdmin<{ items: readonly Look[]; next: string | null }>(context, options, path, body);
  printResult(context, options.json ?? false, found, () => [
    ...readableLooks(found.items),
    ...(found.next === null ? [] : [`More: --before ${found.next}`]),
  ]);
}

function dossierNumber(text = ''): number {
  if (/^[1-9]\d{8}$/.test(text)) return Number(text);
  throw new HubError('wrong-use', 'A dossier number has nine digits.');
}

function readableLooks(looks: readonly Look[]): string[] {
  if (looks.length === 0) return ['Nobody looked, or nobody is known by this.'];
  const rows = looks.map(({ at, organisation, purpose, operation, dossier, categories }) => [
    at,
    organisation ?? '-',
    purpose ?? '-',
    operation,
    dossier ?? '-',
    categories.join(', '),
  ]);
  return table([['AT', 'ORGANISATION', 'PURPOSE', 'OPERATION', 'DOSSIER', 'OPENED'], ...rows]);
}

function readableHolds(holds: readonly TraceHold[]): string[] {
  if (holds.length === 0) return ['Nothing is held.'];
  const rows = holds.map(({ id, from, to, reason, setBy, liftedBy }) => [id, from, to, reason, setBy, liftedBy ?? '']);
  return table([['ID', 'FROM', 'TO', 'REASON', 'SET BY', 'LIFTED BY'], ...rows]);
}
