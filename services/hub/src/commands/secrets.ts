import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HubError } from '@hub/core';
import {
  type CheckValue,
  changedFields,
  checkValuesOf,
  createSecrets,
  fieldsFor,
  findSecrets,
  loadHeldSecrets,
  notedInHub,
  notedInKeyStore,
  openPool,
  readSecretsFile,
  type SecretsChange,
  secretHolders,
  toldOnLog,
  writeSecretsFile,
} from '@hub/platform';
import type { Command } from 'commander';
import type { HubConfig } from '../config.ts';
import { openClosers } from '../start/closers.ts';
import { databaseUrls, requireStore } from '../start/databases.ts';
import { askedOrigin, findLog, type LogOptions, openWantedLog } from '../start/open-log.ts';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { loudLogger, quietLogger, storesOf } from './reach.ts';

export const registerSecrets: Register = (program, context) => {
  const secrets = program.command('secrets').description('The file of secrets that all processes of one hub share.');
  registerCreate(secrets, context);
  registerSplit(secrets, context);
  registerChange(secrets, context);
  secrets
    .command('fingerprint')
    .description('Check values of the secrets, and whether database, key store and log know them; never the secrets.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const { secretsFile } = context.config;
      const own = checkValuesOf(await loadHeldSecrets({ file: secretsFile, kek: context.config.kek }));
      const known = await knownByStores(context.config);
      const values = own.map((value) => ({ ...value, ...statesOf(value, known) }));
      printResult(context, options.json ?? false, { file: secretsFile, values, notReached: reasonsOf(known) }, () => [
        ...table([
          ['SECRET', 'EPOCH', 'CHECK VALUE', 'DATABASE', 'KEY STORE', 'LOG'],
          ...values.map((v) => [v.name, v.epoch, v.value, v.database, v.keyStore, v.log]),
        ]),
        ...Object.entries(reasonsOf(known)).map(([store, reason]) => `${store} was not reached: ${reason}`),
      ]);
      if (values.some(({ database, keyStore, log }) => [database, keyStore, log].includes('differs'))) {
        process.exitCode = 1;
      }
    });
};

/** One file for each service, with what it needs and no more. */
function registerSplit(secrets: Command, context: CommandContext): void {
  secrets
    .command('split <directory>')
    .description(
      'Writes gateway.json, query.json, dispatcher.json and console.json: what each service needs of the secrets. A projector needs none.',
    )
    .option('--json', 'one JSON document')
    .action(async (directory: string, options: { json?: boolean }) => {
      const fields = await readSecretsFile(context.config.secretsFile);
      const target = resolve(directory);
      await mkdir(target, { recursive: true, mode: 0o700 });
      const files = secretHolders.map((service) => ({
        service,
        file: join(target, `${service}.json`),
      }));
      for (const { service, file } of files) await writeSecretsFile(file, fieldsFor(service, fields));
      printResult(context, options.json ?? false, { files }, () => [
        ...files.map(({ service, file }) => `${service}: ${file}`),
        'Give each its own as HUB_SECRETS_FILE. A query service with the file of its own gives no tokens: gateways do.',
      ]);
    });
}

interface ChangeOptions {
  readonly to: string;
  readonly newKek?: boolean;
  readonly withoutKek?: number;
  readonly newPepper?: boolean;
  readonly withoutFormerPepper?: boolean;
  readonly newToken?: boolean;
  readonly json?: boolean;
}

/** A step of a rotation, into a new file: the one of now stays until every process has the next. */
function registerChange(secrets: Command, context: CommandContext): void {
  secrets
    .command('change')
    .description('Writes the next file of secrets for one step of a rotation; the one of now is left as it is.')
    .requiredOption('--to <path>', 'the new file')
    .option('--new-kek', 'with an epoch of the KEK more, for "hub keys rewrap"')
    .option('--without-kek <epoch>', 'without an epoch that has ended', wholeNumber(1, 32_767))
    .option('--new-pepper', 'with a new pepper beside the one of now, for "hub keys rotate-pepper"')
    .option('--without-former-pepper', 'without the pepper that has ended')
    .option('--new-token', 'with another key that signs tokens')
    .option('--json', 'one JSON document')
    .action(async (options: ChangeOptions) => {
      const file = resolve(options.to);
      const fields = changedFields(await readSecretsFile(context.config.secretsFile), changeOf(options));
      await writeSecretsFile(file, fields);
      const values = checkValuesOf(await loadHeldSecrets(file));
      printResult(context, options.json ?? false, { file, values }, () => [
        `The next secrets are in ${file}. Give them to every gateway, query service, dispatcher and console, and restart these in turn.`,
        ...table([['SECRET', 'EPOCH', 'CHECK VALUE'], ...values.map(({ name, epoch, value }) => [name, epoch, value])]),
      ]);
    });
}

function changeOf(options: ChangeOptions): SecretsChange {
  const steps: SecretsChange[] = [];
  if (options.newKek) steps.push('new-kek');
  if (options.withoutKek !== undefined) steps.push({ withoutKek: options.withoutKek });
  if (options.newPepper) steps.push('new-pepper');
  if (options.withoutFormerPepper) steps.push('without-former-pepper');
  if (options.newToken) steps.push('new-token');
  const [step, ...more] = steps;
  if (step === undefined || more.length > 0) throw new HubError('wrong-use', 'Name one step of a rotation.');
  return step;
}

function registerCreate(secrets: Command, context: CommandContext): void {
  secrets
    .command('create')
    .description('Makes the secrets of a new hub; never overwrites a file.')
    .option('--file <path>', 'where; default HUB_SECRETS_FILE')
    .option('--if-missing', 'change nothing, and do not fail, where the file is there: for what runs before each start')
    .option('--json', 'one JSON document')
    .action(async (options: { file?: string; ifMissing?: boolean; json?: boolean }) => {
      const { config } = context;
      const file = options.file === undefined ? config.secretsFile : resolve(options.file);
      // The data directory is ours to make; any other is a volume that should be there.
      if (dirname(file) === config.dataDir) await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
      const found = options.ifMissing === true ? await findSecrets(file) : null;
      const values = checkValuesOf(found ?? (await createSecrets(file)));
      printResult(context, options.json ?? false, { file, made: found === null, values }, () => [
        ...(found === null ? whatWasMade(file) : [`The secrets in ${file} were there already; nothing was changed.`]),
        ...table([['SECRET', 'EPOCH', 'CHECK VALUE'], ...values.map(({ name, epoch, value }) => [name, epoch, value])]),
      ]);
    });
}

function whatWasMade(file: string): string[] {
  return [
    `The secrets of a new hub are in ${file} (mode 0600). Give each gateway, query service, dispatcher and console this same file.`,
    'Keep a copy of it apart from the databases and their backups: whoever has both reads everything, and without it',
    'nothing that was sealed can be read again.',
  ];
}

type StoreName = 'database' | 'keyStore' | 'log';

/** What a store knows, or why it was not reached. */
type Known = readonly CheckValue[] | string;

const logMsMax = 5_000;

/** Each store is asked by itself: one that is away takes none of the others with it. */
async function knownByStores(given: HubConfig): Promise<Readonly<Record<StoreName, Known>>> {
  const config = await storesOf(given);
  const logger = quietLogger();
  const closers = openClosers(loudLogger());
  const { databaseTimeoutMs: timeoutMs } = config;
  const open = (url: string) => {
    const pool = openPool(url, { max: 2, applicationName: 'hub-secrets', logger, timeoutMs });
    closers.add('database pool', () => pool.end());
    return pool;
  };
  try {
    const urls = await databaseUrls(config, { purpose: 'command', logger, closers });
    const [pool, keysPool] = [open(urls.url), open(urls.keysUrl)];
    const database = await requireStore('hub', urls, config)
      .then(() => notedInHub(pool))
      .catch(reasonOf);
    const keyStore = await requireStore('keys', urls, config)
      .then(() => notedInKeyStore(keysPool))
      .catch(reasonOf);
    const isHere = typeof database !== 'string';
    const options = { pool, purpose: 'command', kafka: false, logger, closers, openTimeoutMs: logMsMax } as const;
    const log = await knownByLog(config, options, isHere).catch(reasonOf);
    // The embedded log is in the database, which has said why.
    return { database, keyStore, log: log ?? database };
  } catch (error) {
    const reason = reasonOf(error);
    return { database: reason, keyStore: reason, log: reason };
  } finally {
    await closers.closeAll();
  }
}

/** Null where only the database, which is away, says which log it is. */
async function knownByLog(config: HubConfig, options: LogOptions, databaseIsHere: boolean): Promise<Known | null> {
  if (!databaseIsHere && config.kafkaBrokers === undefined) return null;
  const wanted = databaseIsHere ? await findLog(config, options) : { origin: askedOrigin(config, false), own: null };
  const { log } = await openWantedLog(config, wanted, options);
  return toldOnLog(log);
}

function reasonOf(error: unknown): string {
  if (error instanceof HubError) return error.message;
  throw error;
}

function reasonsOf(known: Readonly<Record<StoreName, Known>>): Partial<Record<StoreName, string>> {
  return Object.fromEntries(Object.entries(known).filter(([, values]) => typeof values === 'string'));
}

function statesOf(value: CheckValue, known: Readonly<Record<StoreName, Known>>): Record<StoreName, string> {
  // The key store knows of the KEK alone.
  const inKeyStore = value.name === 'kek' ? stateOf(value, known.keyStore) : '';
  return { database: stateOf(value, known.database), keyStore: inKeyStore, log: stateOf(value, known.log) };
}

function stateOf({ name, epoch, value }: CheckValue, known: Known): string {
  if (typeof known === 'string') return 'not reached';
  const same = known.find((each) => each.name === name && each.epoch === epoch);
  if (same === undefined) return 'not noted';
  return same.value === value ? 'agrees' : 'differs';
}
