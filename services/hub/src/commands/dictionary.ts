import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { HubError } from '@hub/core';
import { type SchemaFiles, schemaPathPattern } from '@hub/platform';
import { type FilesTried, type RulesTried, runTrial } from '@hub/projector';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { type AdminOptions, adminOptions } from './ask-hub.ts';
import { doneJob } from './done-job.ts';
import { isServed, withWholeLog } from './reach.ts';

interface CheckOptions extends AdminOptions {
  readonly candidate: string;
}

interface Impact extends FilesTried {
  readonly candidate: string;
}

export const registerDictionary: Register = (program, context) => {
  const command = program
    .command('dictionary')
    .description('The shared data dictionary (schemas/) and what a change of it would do.')
    .command('check')
    .description(
      'Tries changed schemas on all that was ever reported, and changed rules on all present records; nothing is written. ' +
        'Exit code 1 if any event would be refused or any dossier cannot be described.',
    )
    .requiredOption('--candidate <dir>', 'a directory like schemas/, whole or with the changed files alone');
  adminOptions(command).action(async (options: CheckOptions) => {
    const { candidate, json = false } = options;
    const files = await filesIn(await existing(candidate));
    const tried = (await isServed(context, 'gateway'))
      ? ((await doneJob(context, options, 'dictionary/checks', { files })).result as FilesTried)
      : await triedHere(context, files);
    const impact = { candidate: resolve(candidate), ...tried };
    printResult(context, json, impact, () => describeImpact(impact));
    if (impact.schemas.refused > 0 || (impact.rules?.failed ?? 0) > 0) process.exitCode = 1;
  });
};

async function existing(candidate: string): Promise<string> {
  const directory = resolve(candidate);
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory()) return directory;
  throw new HubError('wrong-use', `${candidate} is no directory: give one with changed files as they lie in schemas/.`);
}

/** The files of it that the hub reads, by their path in `schemas/`. Throws `configuration-invalid` for one that is no JSON. */
async function filesIn(directory: string): Promise<SchemaFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const pattern = new RegExp(schemaPathPattern);
  const files: Record<string, object> = {};
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(directory, file).split(sep).join('/');
    if (entry.isFile() && pattern.test(path)) files[path] = await jsonIn(file);
  }
  if (Object.keys(files).length > 0) return files;
  throw new HubError(
    'wrong-use',
    `${directory} has no file as they lie in schemas/: rules.json, events/NAME/v1.json, …`,
  );
}

async function jsonIn(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as object;
  } catch (cause) {
    throw new HubError('configuration-invalid', `${file} cannot be read as JSON.`, { cause });
  }
}

/** Where no hub runs. */
function triedHere(context: CommandContext, files: SchemaFiles): Promise<FilesTried> {
  return withWholeLog(context.config, async (infrastructure) => {
    const progress = showProgress(context, 'check', 'events and dossiers');
    const { signal } = new AbortController();
    const trial = { of: 'files', files } as const;
    const run = { onStep: progress.update, signal };
    return runTrial(infrastructure, trial, run).finally(progress.stop) as Promise<FilesTried>;
  });
}

function describeImpact({ candidate, schemas, rules }: Impact): string[] {
  const { events, refused, refusals, unchecked, unreadable } = schemas;
  return [
    `The schemas of ${candidate} refuse ${refused} of ${events} events reported so far.`,
    ...(refusals.length === 0
      ? []
      : table([
          ['SOURCE', 'EVENT', 'FIELD', 'RULE', 'EVENTS', 'FIRST'],
          ...refusals.map((each) => [
            each.source,
            `${each.event} v${each.version}`,
            each.pointer,
            each.rule,
            each.events,
            each.samples[0] ?? '',
          ]),
        ])),
    `Not checked: ${unchecked} sealed blocks, ${unreadable} events that cannot be read.`,
    ...(rules === null ? ['The rules say what those of the active version say.'] : describeRules(rules)),
  ];
}

function describeRules(tried: RulesTried): string[] {
  const { dossiers, changed, failed, fields, statuses, anomalies, samples, failedSamples } = tried;
  return [
    `Its rules change ${changed} of ${dossiers} dossiers; ${failed} cannot be described by them.`,
    ...(fields.length === 0 ? [] : table([['FIELD', 'DOSSIERS'], ...fields.map((each) => [each.path, each.dossiers])])),
    ...(statuses.length === 0
      ? []
      : table([
          ['STATUS', 'BECOMES', 'DOSSIERS'],
          ...statuses.map((each) => [each.before, each.after, each.dossiers]),
        ])),
    ...(anomalies.length === 0
      ? []
      : table([['ANOMALY', 'RAISED', 'GONE'], ...anomalies.map((each) => [each.code, each.raised, each.gone])])),
    ...(samples.length === 0 ? [] : [`Dossiers that change: ${samples.map(({ dossier }) => dossier).join(', ')}`]),
    ...(failedSamples.length === 0 ? [] : [`Dossiers that fail: ${failedSamples.join(', ')}`]),
  ];
}
