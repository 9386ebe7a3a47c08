import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { HubError } from '@hub/core';
import { importEos } from '@hub/eos';
import { importKairos } from '@hub/kairos';
import { importLheo } from '@hub/ofeli';
import type { ImportOptions, ImportReject, ImportResult } from '@hub/platform';
import { Argument } from 'commander';
import { type CommandContext, printResult, type Register } from '../command-line.ts';
import { showProgress } from '../progress.ts';
import { reachHub } from '../reach.ts';

interface Importer {
  readonly run: (options: ImportOptions) => Promise<ImportResult>;
  /** Whose credentials, unless `--client` says otherwise. */
  readonly client: string;
}

const importers: Readonly<Record<'lheo' | 'kairos' | 'eos', Importer>> = {
  lheo: { run: importLheo, client: 'ofeli' },
  kairos: { run: importKairos, client: 'kairos' },
  eos: { run: importEos, client: 'eos' },
};
type Format = keyof typeof importers;

interface CommandOptions {
  client?: string;
  dryRun?: boolean;
  rejects?: string;
  json?: boolean;
}

const rejectsShown = 20;

export const registerImport: Register = (program, context) => {
  program
    .command('import')
    .description('A source’s own files to events, through the gateway; what is refused is reported, the rest goes on.')
    .addArgument(
      new Argument(
        '<format>',
        'lheo: offer of a CARIF-OREF; kairos: France Travail extract or Kairos export; eos: EOS export',
      ).choices(Object.keys(importers)),
    )
    .argument('<files...>')
    .option('--dry-run', 'translate and check only, tell nothing')
    .option('--rejects <file>', 'every refused element as a JSON line')
    .option('--client <name>', 'partner who tells; default: the demo partner of the format')
    .option('--json', 'one JSON document')
    .action((format: Format, files: string[], options: CommandOptions) => importFiles(context, format, files, options));
};

async function importFiles(
  context: CommandContext,
  format: Format,
  files: readonly string[],
  options: CommandOptions,
): Promise<void> {
  const importer = importers[format];
  const rejects = options.rejects === undefined ? null : await openRejects(options.rejects);
  const hub = await reachHub(context);
  const progress = showProgress(context, 'import', 'kB');
  try {
    const client = hub.client(options.client ?? importer.client);
    const result = await importer.run({
      files,
      tell: (events) => client.tell(events),
      dryRun: options.dryRun ?? false,
      onProgress: ({ bytesRead, bytesTotal }) =>
        progress.update(Math.round(bytesRead / 1_000), Math.round(bytesTotal / 1_000)),
      onReject: (reject) => rejects?.write(`${JSON.stringify(reject)}\n`),
    });
    progress.stop();
    printResult(context, options.json ?? false, result, () => describeResult(result, options.dryRun ?? false));
    if (result.unknown > 0) {
      throw new HubError('hub-unreachable', 'Of some events the hub could not say: import again, it is safe.');
    }
    if (failed(result)) process.exitCode = 1;
  } finally {
    progress.stop();
    rejects?.end();
    await hub.close();
  }
}

/** Opened before anything is told: rejects that cannot be kept would be lost. */
async function openRejects(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file, { mode: 0o600 });
  try {
    await once(stream, 'open');
    return stream;
  } catch (cause) {
    throw new HubError(
      'wrong-use',
      `The rejects cannot be written to ${file}: name a file in a folder you may write.`,
      {
        cause,
      },
    );
  }
}

/** Refused by the hub, not read to the end, or nothing in it that could be told: the file was not what it should be. */
function failed(result: ImportResult): boolean {
  return result.refused > 0 || result.complete === false || result.events === 0;
}

function describeResult(result: ImportResult, dryRun: boolean): string[] {
  const told = dryRun
    ? 'nothing told'
    : `${result.accepted} accepted, ${result.refused} refused, ${result.unknown} unknown`;
  const left = result.rejected - rejectsShown;
  return [
    `${result.records} records, ${result.events} events: ${told}; ${result.rejected} remarks`,
    ...(result.events === 0
      ? ['Nothing in it could be told: check that the file is whole and of the format named.']
      : []),
    ...result.rejects.slice(0, rejectsShown).map(describeReject),
    ...(left > 0 ? [`  … and ${left} more: --rejects FILE keeps them all`] : []),
  ];
}

function describeReject(reject: ImportReject): string {
  const field = reject.field === null ? '' : ` ${reject.field}`;
  return `  ${reject.place.file}:${reject.place.line}${field} ${reject.rule}: ${reject.detail}`;
}
