import { createInterface } from 'node:readline';
import { HubError } from '@hub/core';
import type { Problem } from '@hub/platform';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { askAs } from './ask-hub.ts';

interface ReceiptsOptions {
  readonly client: string;
  readonly json?: boolean;
}

/** Of one receipt, by its line on the standard input, from 1. */
type ReceiptResult = { readonly line: number } & (
  | {
      readonly state: 'logged' | 'visible' | 'parked';
      readonly reason?: string;
      readonly fact: { readonly state: string } | null;
      readonly anomalies: readonly { readonly code: string }[];
      readonly id: string;
      readonly source: string;
      readonly dossier: number | null;
    }
  | { readonly problem: Problem }
);

/** As many as the hub answers for at once. */
const receiptsAtOnce = 1_000;

export const registerReceipts: Register = (program, context) => {
  program
    .command('receipts')
    .description('Where reported events are: logged, visible or parked; their receipts come on the standard input.')
    .requiredOption('--client <name>', 'required: the partner who reported them')
    .option('--json', 'one JSON document')
    .addHelpText(
      'after',
      '\nOne receipt a line, or a line of hub import --receipts. Exit code 1 where one is parked or unknown.',
    )
    .action((options: ReceiptsOptions) => showReceipts(context, options));
};

async function showReceipts(context: CommandContext, { client, json = false }: ReceiptsOptions): Promise<void> {
  const results: ReceiptResult[] = [];
  for await (const batch of receiptBatches(context)) {
    const body = { receipts: batch.map(({ receipt }) => receipt) };
    const answer = await askAs<{ results: readonly (ReceiptResult & { index: number })[] }>(
      context,
      ['query', '/v1/receipts/search'],
      { client, headers: {}, body },
    );
    for (const { index, ...result } of answer.results) results.push({ ...result, line: batch[index]?.line ?? 0 });
  }
  if (results.length === 0) {
    throw new HubError(
      'wrong-use',
      'No receipt came on the standard input. Try: hub receipts --client NAME < receipts',
    );
  }
  const states = statesOf(results);
  printResult(context, json, { receipts: results.length, states, results }, () => readable(results, states));
  if ((states.parked ?? 0) + (states.unknown ?? 0) > 0) process.exitCode = 1;
}

async function* receiptBatches({ stdin }: CommandContext) {
  let batch: { readonly line: number; readonly receipt: string }[] = [];
  let line = 0;
  for await (const text of createInterface({ input: stdin })) {
    line += 1;
    const receipt = receiptOf(text.trim());
    if (receipt !== '') batch.push({ line, receipt });
    if (batch.length < receiptsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What stands in a line of `hub import --receipts`; any other is the receipt. */
function receiptOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { receipt } = JSON.parse(line) as { readonly receipt?: unknown };
    return typeof receipt === 'string' ? receipt : line;
  } catch {
    return line;
  }
}

function stateOf(result: ReceiptResult): string {
  return 'problem' in result ? 'unknown' : result.state;
}

function statesOf(results: readonly ReceiptResult[]): Readonly<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const result of results) states[stateOf(result)] = (states[stateOf(result)] ?? 0) + 1;
  return states;
}

/** The counts, and each receipt of which there is more to say than that its event counts. */
function readable(results: readonly ReceiptResult[], states: Readonly<Record<string, number>>): string[] {
  const telling = results.flatMap((result) => {
    if ('problem' in result) return [[`line ${result.line}`, 'unknown', 'not a receipt of this client', '', '']];
    const { line, state, reason, fact, anomalies, source, id, dossier } = result;
    const said = [reason, fact?.state === 'live' ? undefined : fact?.state, ...anomalies.map(({ code }) => code)];
    const why = said.filter((each) => each !== undefined).join(', ');
    return state === 'visible' && why === ''
      ? []
      : [[`line ${line}`, state, why, `${source} ${id}`, dossier === null ? '' : `dossier ${dossier}`]];
  });
  const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  return [
    `${results.length} receipts: ${counts.join(', ')}`,
    ...table(telling.slice(0, shownMax)).map((row) => `  ${row}`),
    ...(telling.length > shownMax ? [`  … and ${telling.length - shownMax} more: --json has them all`] : []),
  ];
}

const shownMax = 50;
