import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { HubClient } from '@hub/client';
import { sourcePrefix, systemOf } from '@hub/contracts';
import { HubError } from '@hub/core';
import { importEos } from '@hub/eos';
import { importKairos } from '@hub/kairos';
import { importLheo } from '@hub/ofeli';
import {
  type ImportOptions,
  type ImportReceipt,
  type ImportReject,
  type ImportResult,
  importCsv,
  type LinesFile,
  loadDictionary,
  mappingTemplate,
  parseStamp,
  type ReportEvents,
  readMapping,
  receiptsFile,
  rejectsFile,
  type Sources,
} from '@hub/platform';
import { Argument } from 'commander';
import { type CommandContext, printResult, type Register } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { namesOf } from './names-of.ts';
import { findHub, reachHub } from './reach.ts';

interface Importer {
  readonly run: (
    options: ImportOptions &
      Extract<Sources, { files: unknown }> & { readonly registry?: string; readonly source?: string },
  ) => Promise<ImportResult>;
  /** Whose credentials, unless `--client` says otherwise. */
  readonly client: string;
}

const importers: Readonly<Record<'lheo' | 'kairos' | 'eos', Importer>> = {
  lheo: { run: importLheo, client: 'intercarif' },
  kairos: { run: importKairos, client: 'kairos' },
  eos: { run: importEos, client: 'eos' },
};
type Format = keyof typeof importers | 'csv';

interface CommandOptions {
  client?: string;
  dryRun?: boolean;
  rejects?: string;
  receipts?: string;
  dated?: Date;
  registry?: string;
  source?: string;
  mapping?: string;
  mappingFor?: readonly string[];
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
        'lheo: offer of a CARIF-OREF; kairos: France Travail extract or Kairos export; eos: EOS export; csv: a CSV of your own, as a mapping says',
      ).choices([...Object.keys(importers), 'csv']),
    )
    .argument('[files...]', 'in any order; - is the standard input')
    .option('--dry-run', 'report nothing: translate, and ask the hub, where one answers, what it would refuse')
    .option('--rejects <file>', 'every refused, repaired, doubtful or ignored element as a JSON line')
    .option('--receipts <file>', 'source, id and receipt of every event taken as a JSON line, for hub receipts')
    .option(
      '--dated <day>',
      'when the files were extracted, where they do not say so: a day, its start in Paris, or an RFC 3339 instant',
      extractDate,
    )
    .option('--registry <digits>', 'lheo: CARIF prefix (07) of sessions that have none', registryPrefix)
    .option(
      '--source <name>',
      'lheo: report all under this source; default: the one that holds each registry',
      sourceName,
    )
    .option('--mapping <file>', 'csv: which column fills which field of which event (YAML or JSON)')
    .option(
      '--mapping-for <events>',
      'csv: writes a mapping of these events to begin with, and imports nothing',
      namesOf<string>(null),
    )
    .option(
      '--client <name>',
      'partner who reports; default: the demo partner of the format, the source of the mapping',
    )
    .option('--json', 'one JSON document')
    .action(async (format: Format, files: string[], options: CommandOptions) => {
      refuseForeignOptions(format, files, options);
      refuseReceipts(options);
      if (options.mappingFor === undefined) return importFiles(context, format, files, options);
      context.stdout.write(mappingTemplate(options.mappingFor, loadDictionary()));
    });
};

/** Throws `wrong-use` for what another format has, and for what is missing. */
function refuseForeignOptions(format: Format, files: readonly string[], options: CommandOptions): void {
  const { registry, source, mapping, mappingFor } = options;
  if (registry !== undefined && format !== 'lheo') {
    throw new HubError('wrong-use', `--registry is for lheo: ${format} names the registry of each session.`);
  }
  if (source !== undefined && format !== 'lheo') {
    const whose = format === 'csv' ? 'its mapping names it' : `${format} reports under its own`;
    throw new HubError('wrong-use', `--source is for lheo: ${whose}.`);
  }
  if (format !== 'csv' && (mapping !== undefined || mappingFor !== undefined)) {
    throw new HubError('wrong-use', `--mapping is for csv: what ${format} says is known.`);
  }
  if (format === 'csv' && mapping === undefined && mappingFor === undefined) {
    throw new HubError(
      'wrong-use',
      'Name the mapping: --mapping FILE. One to begin with: hub import csv --mapping-for entry-attested,exit-declared',
    );
  }
  if (files.length === 0 && mappingFor === undefined) throw new HubError('wrong-use', 'Name the files to import.');
}

/** Throws `wrong-use` where no event will be taken, and where two files would take one place. */
function refuseReceipts({ receipts, rejects, dryRun, mappingFor }: CommandOptions): void {
  if (receipts === undefined) return;
  if (dryRun || mappingFor !== undefined) {
    const option = dryRun ? '--dry-run' : '--mapping-for';
    throw new HubError('wrong-use', `--receipts is of what is reported: ${option} reports nothing. Leave one out.`);
  }
  if (rejects !== undefined && resolve(receipts) === resolve(rejects)) {
    throw new HubError('wrong-use', `--receipts and --rejects both name ${receipts}: name two files.`);
  }
}

/** Reads the mapping of a CSV, whose source is who reports unless `--client` says otherwise. */
async function importerOf(format: Format, path: string): Promise<Importer> {
  if (format !== 'csv') return importers[format];
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new HubError('wrong-use', `--mapping ${path} cannot be read (${cause.code ?? cause.message}).`, { cause });
  });
  const mapping = readMapping(text, loadDictionary());
  return {
    run: (options) => importCsv({ ...options, mapping }),
    client: mapping.plan?.mapping.source ?? '',
  };
}

/** Epoch of what `--dated` says; not to come. */
function extractDate(text: string): Date {
  const stamp = parseStamp(text);
  if (stamp === null || stamp.at > Date.now()) {
    const why = stamp === null ? 'is neither a day nor an instant' : 'is to come';
    throw new HubError('wrong-use', `--dated "${text}" ${why}: write 2026-11-20 or 2026-11-20T08:30:00+01:00.`);
  }
  return new Date(stamp.at);
}

function registryPrefix(text: string): string {
  if (!/^\d{2}$/.test(text)) {
    throw new HubError(
      'wrong-use',
      `--registry "${text}" is not the prefix of a CARIF: write its two digits, such as 07.`,
    );
  }
  return text;
}

function sourceName(text: string): string {
  if (systemOf(text) === null) {
    throw new HubError(
      'wrong-use',
      `--source "${text}" is no known source: heldBy in /v1/dictionary/codes/registry says which holds which registry.`,
    );
  }
  return text;
}

async function importFiles(
  context: CommandContext,
  format: Format,
  files: readonly string[],
  options: CommandOptions,
): Promise<void> {
  const importer = await importerOf(format, options.mapping ?? '');
  const rejects = options.rejects === undefined ? null : await rejectsFile(options.rejects, files);
  const progress = showProgress(context, 'import', 'kB');
  const kept = { rejects: 0, receipts: 0 };
  let receipts: LinesFile<ImportReceipt> | null = null;
  let ended = false;
  try {
    receipts = options.receipts === undefined ? null : await receiptsFile(options.receipts, files);
    const onReceipt = async (receipt: ImportReceipt) => {
      kept.receipts += 1;
      await receipts?.write(receipt);
    };
    const door = await openDoor(context, options.client ?? importer.client, options.dryRun ?? false, onReceipt);
    const result = await importer.run({
      files,
      stdin: context.stdin,
      report: door.report,
      ...(door.check && { check: door.check }),
      ...(options.dated === undefined ? {} : { dated: options.dated }),
      ...(options.registry === undefined ? {} : { registry: options.registry }),
      ...(options.source === undefined ? {} : { source: options.source }),
      onProgress: ({ bytesRead, bytesTotal }) =>
        progress.update(Math.round(bytesRead / 1_000), Math.round(bytesTotal / 1_000)),
      onReject: async (reject) => {
        kept.rejects += 1;
        await rejects?.write(reject);
      },
    });
    ended = true;
    progress.stop();
    tellResult(context, options, result, door);
  } finally {
    progress.stop();
    // What an earlier import left there stays where this one said nothing.
    const put = (file: LinesFile<never> | null, lines: number) =>
      ended || lines > 0 ? file?.close() : file?.abandon();
    await Promise.all([put(rejects, kept.rejects), put(receipts, kept.receipts)]);
  }
}

function tellResult(context: CommandContext, { json, dryRun }: CommandOptions, result: ImportResult, door: Door): void {
  const document = { dryRun: dryRun ?? false, checkedBy: door.checkedBy, ...result };
  printResult(context, json ?? false, document, () => describeResult(result, door));
  if (result.unknown > 0) {
    throw new HubError('hub-unreachable', 'Of some events the hub could not say: import again, it is safe.');
  }
  if (failed(result)) process.exitCode = 1;
}

/** Who answers for the events of an import. */
interface Door {
  readonly report: ReportEvents | null;
  /** Absent: nothing is reported. */
  readonly check?: ReportEvents;
  /** `hub`: reported; `dry-run`: the hub checked and kept nothing; `translation`: nobody was asked. */
  readonly checkedBy: 'hub' | 'dry-run' | 'translation';
  /** Why nobody was asked. */
  readonly because: string;
}

/** A dry run asks the hub that answers, and starts none: where there is none, it only translates. */
async function openDoor(
  context: CommandContext,
  clientId: string,
  dryRun: boolean,
  onReceipt: OnReceipt,
): Promise<Door> {
  if (!dryRun) {
    const hub = await reachHub(context, 'gateway');
    const client = hub.client(clientId);
    return { report: tellingReceipts(client, onReceipt), check: client.check, checkedBy: 'hub', because: '' };
  }
  const found = await findHub(context, 'gateway');
  const none = { report: null, checkedBy: 'translation' } as const;
  if (found === null) return { ...none, because: 'no hub answers' };
  try {
    const client = found.client(clientId);
    return { report: client.check, checkedBy: 'dry-run', because: '' };
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'partner-refused')) throw error;
    return { ...none, because: `no secret is known for the client "${clientId}" (HUB_CLIENT_SECRET)` };
  }
}

type OnReceipt = (receipt: ImportReceipt) => Promise<void>;

function tellingReceipts({ report }: HubClient, onReceipt: OnReceipt): ReportEvents {
  return async (events, how) => {
    const outcomes = await report(events, how);
    for (const outcome of outcomes) {
      const event = events[outcome.index];
      if (outcome.status !== 'accepted' || event === undefined) continue;
      const { receipt } = outcome.receipt;
      await onReceipt({ source: event.source.slice(sourcePrefix.length), id: event.id, receipt });
    }
    return outcomes;
  };
}

/** Refused by the hub, not read to the end, or nothing in it that could be reported: the file was not what it should be. */
function failed(result: ImportResult): boolean {
  return result.refused > 0 || !result.complete || result.events === 0;
}

function describeResult(result: ImportResult, { checkedBy, because }: Door): string[] {
  const answers = `${result.accepted} accepted, ${result.refused} refused, ${result.unknown} unknown`;
  const outcome = {
    hub: answers,
    'dry-run': `the hub would say: ${answers}; nothing reported`,
    translation: `only translated, for ${because}; nothing reported`,
  }[checkedBy];
  const left = result.rejected - rejectsShown;
  return [
    `${result.records} records, ${result.events} events: ${outcome}; ${result.rejected} ${result.rejected === 1 ? 'remark' : 'remarks'}`,
    ...result.extracts.flatMap(({ file, at, by }) =>
      at === null ? [] : [`  ${file}: extracted ${at} (by ${datedBy[by]})`],
    ),
    ...(result.events === 0
      ? ['Nothing in it could be reported: check that the file is whole and of the format named.']
      : []),
    ...result.rejects.slice(0, rejectsShown).map(describeReject),
    ...describeForeign(result.rejects),
    ...(left > 0 ? [`  … and ${left} more: --rejects FILE keeps them all`] : []),
  ];
}

/** What to do where the client may not write as the source that holds a registry, or that source does not hold it. */
function describeForeign(rejects: readonly ImportReject[]): string[] {
  return Object.entries(remedies).flatMap(([rule, remedy]) => {
    const sources = rejects.flatMap((each) => (each.rule === rule && each.source !== undefined ? [each.source] : []));
    return sources.length === 0 ? [] : [remedy([...new Set(sources)].join(', '))];
  });
}

const remedies: Readonly<Record<string, (sources: string) => string>> = {
  'source-not-owned': (sources) =>
    `This client does not write as ${sources}: name one that does (--client; "hub partner list" shows them).`,
  'registry-foreign': (sources) =>
    `Some registries are not held by ${sources}: leave --source out, or have a registry that is missing entered in schemas/codes/registry.json.`,
};

const datedBy = { said: '--dated', content: 'its content', name: 'its name', records: 'its records' } as const;

function describeReject({ place, field, severity, source, rule, detail, remedy }: ImportReject): string {
  const mark = severity === 'refused' ? rule : `${rule} (${severity})`;
  const at = [place.line, ...(place.column === undefined ? [] : [place.column])];
  const where = place.line === 0 ? place.file : `${place.file}:${at.join(':')}`;
  return `  ${where}${source === undefined ? '' : ` as ${source}`}${field === null ? '' : ` ${field}`} ${mark}: ${detail} → ${remedy}`;
}
