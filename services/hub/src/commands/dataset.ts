import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import { type DataSetFormat, dataSetFormats, dataSetKinds, type Job, type Problem } from '@hub/platform';
import { type Command, Option } from 'commander';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { type AskOptions, askAdmin, askHub, loginName, purposeOption, refusalOf } from './ask-hub.ts';
import { reachHub } from './reach.ts';

/** A data set as the hub answers it. */
interface DataSetAnswer {
  readonly id: string;
  readonly kind: string;
  readonly week: string;
  readonly format: string;
  readonly state: 'waiting' | 'making' | 'ready' | 'failed' | 'ended';
  readonly madeAt: string | null;
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  readonly fault: string | null;
  readonly manifest: {
    readonly file: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  } | null;
}

interface MakeOptions extends AskOptions {
  readonly week: string;
  readonly format: DataSetFormat;
  readonly bom?: boolean;
  readonly organisation?: string;
  readonly wait: boolean;
}

export const registerDataSet: Register = (program, context) => {
  const dataset = program.command('dataset').description('Data sets: files of a week, of what an organisation sees.');
  reading(dataset.command('make').argument('<kind>', dataSetKinds.join(', ')))
    .description('Has the data set of a week made, for the client’s own organisation; and waits until it is there.')
    .requiredOption('--week <week>', 'required: a week that is over (ISO 8601), as 2026-W23')
    .addOption(new Option('--format <format>', 'of the file').choices(dataSetFormats).default('csv'))
    .option('--bom', 'CSV with a byte order mark, by which Excel reads UTF-8')
    .option('--organisation <siret>', 'by an operator, for this organisation; its own clients alone get the file')
    .option('--no-wait', 'only ask for it')
    .action((kind: string, options: MakeOptions) => make(context, kind, options));
  reading(dataset.command('list'))
    .description('The newest hundred that were asked for.')
    .action(async (options: AskOptions) => {
      const page = await askHub<{ items: readonly DataSetAnswer[] }>(context, options, ['query', '/v1/data-sets']);
      printResult(context, options.json ?? false, page, () => describe(page.items));
    });
  reading(dataset.command('get <id>'))
    .description('Downloads the file of one, goes on where a download broke off, and compares its SHA-256.')
    .option('--out <file>', 'where to (default: as its manifest names it)')
    .action((id: string, options: AskOptions & { readonly out?: string }) => get(context, id, options));
};

function reading(command: Command): Command {
  return command
    .requiredOption('--client <name>', 'required: who asks, a demo client or one whose HUB_CLIENT_SECRET is set')
    .option('--agent <id>', 'opaque id of the person who asks (Hub-Agent)', loginName())
    .addOption(purposeOption().default('funding-follow-up'))
    .option('--json', 'one JSON document');
}

async function make(context: CommandContext, kind: string, options: MakeOptions): Promise<void> {
  const { week, format, bom = false, organisation: siret, purpose, json = false } = options;
  const asked = { kind, week, format, bom };
  if (siret !== undefined) {
    const job = await askAdmin<Job>(context, options, 'data-sets', { ...asked, siret, purpose });
    return printResult(context, json, job, () => [`Its job is ${job.id}; the organisation gets it under this id.`]);
  }
  const set = await askHub<DataSetAnswer>(context, options, ['query', '/v1/data-sets'], asked);
  const made = options.wait ? await whenMade(context, set.id, options) : set;
  printResult(context, json, made, () => describe([made]));
}

const lookEveryMs = 1_000;

/** Throws why it failed. */
async function whenMade(context: CommandContext, id: string, options: AskOptions): Promise<DataSetAnswer> {
  const progress = showProgress(context, 'data set', 'dossiers');
  let waitsFor: string | null = null;
  try {
    for (;;) {
      const set = await askHub<DataSetAnswer>(context, options, ['query', `/v1/data-sets/${id}`]);
      if (set.state === 'failed') throw new HubError('partner-refused', `It was not made: ${set.fault}`);
      if (set.state === 'ready') return set;
      if (set.state === 'waiting' && set.fault !== waitsFor) context.stderr.write(`${set.fault}\n`);
      waitsFor = set.fault;
      if (set.progress !== null) progress.update(set.progress.done, set.progress.total ?? set.progress.done);
      await delay(lookEveryMs);
    }
  } finally {
    progress.stop();
  }
}

async function get(
  context: CommandContext,
  id: string,
  options: AskOptions & { readonly out?: string },
): Promise<void> {
  const path = `/v1/data-sets/${encodeURIComponent(id)}`;
  const { manifest } = await askHub<DataSetAnswer>(context, options, ['query', path]);
  if (manifest === null) throw new HubError('wrong-use', 'It is not made yet: ask "hub dataset list" how far it is.');
  const out = options.out ?? manifest.file;
  const part = `${out}.part`;
  await download(context, options, `${path}/files/${manifest.file}`, part, manifest);
  if ((await sha256Of(part)) !== manifest.sha256) {
    throw new HubError('partner-refused', `What came is not what the manifest says: delete ${part} and ask again.`);
  }
  await rename(part, out);
  const { rows, bytes, sha256 } = manifest;
  printResult(context, options.json ?? false, { file: out, rows, bytes, sha256 }, () => [
    `${out}: ${rows} lines, ${bytes} bytes, SHA-256 ${sha256}`,
  ]);
}

/** Bytes of one answer: each comes well within the time of a request. */
const partBytes = 16 << 20;

/** Goes on behind what is in `part`. */
async function download(
  context: CommandContext,
  { client, agent, purpose }: AskOptions,
  path: string,
  part: string,
  { bytes, sha256 }: NonNullable<DataSetAnswer['manifest']>,
): Promise<void> {
  const hub = (await reachHub(context, 'query')).client(client);
  const progress = showProgress(context, 'data set', 'bytes');
  let known = (await stat(part).catch(() => null))?.size ?? 0;
  for (; known < bytes; progress.update(known, bytes)) {
    const range = `bytes=${known}-${known + partBytes - 1}`;
    const headers = { 'hub-agent': agent, 'hub-purpose': purpose, range, 'if-range': `"${sha256}"` };
    const answer = await hub.fetch(path, { headers });
    if (answer.status === 200) throw notOfThisFile(part);
    if (!answer.ok) throw refusalOf((await answer.json()) as Problem);
    const content = Buffer.from(await answer.arrayBuffer());
    await appendFile(part, content);
    known += content.length;
  }
  progress.stop();
}

/** The hub does not go on with another file than that of the manifest. */
function notOfThisFile(part: string): HubError {
  return new HubError('partner-refused', `The file is another than ${part} was begun with: delete it and ask again.`);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function describe(sets: readonly DataSetAnswer[]): string[] {
  return table([
    ['ID', 'KIND', 'WEEK', 'FORMAT', 'STATE', 'LINES', 'BYTES', 'MADE'],
    ...sets.map(({ id, kind, week, format, state, manifest, madeAt }) => [
      ...[id, kind, week, format, state],
      ...[manifest?.rows ?? '', manifest?.bytes ?? '', madeAt ?? ''],
    ]),
  ]);
}
