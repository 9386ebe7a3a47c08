import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HubError, type Rules, rulesHash } from '@hub/core';
import { activeVersion, loadRules, requireOwnShape, schemasWith } from '@hub/platform';
import { type RulesTried, type SchemasTried, tryRules, trySchemas } from '@hub/projector';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { withWholeLog } from './reach.ts';

interface CheckOptions {
  readonly candidate: string;
  readonly json?: boolean;
}

/** `rules` null: they say the same as those of the version that readers are given, or there is none. */
interface Impact {
  readonly candidate: string;
  readonly schemas: SchemasTried;
  readonly rules: RulesTried | null;
}

export const registerDictionary: Register = (program, context) => {
  program
    .command('dictionary')
    .description('The shared data dictionary (schemas/) and what a change of it would do.')
    .command('check')
    .description(
      'Tries changed schemas on all that was ever reported, and changed rules on all present records; nothing is written. ' +
        'Exit code 1 if any event would be refused or any dossier cannot be described.',
    )
    .requiredOption('--candidate <dir>', 'a directory like schemas/, whole or with the changed files alone')
    .option('--json', 'one JSON document')
    .action(async ({ candidate, json = false }: CheckOptions) => {
      const directory = await existing(candidate);
      await withWholeLog(context.config, async (infrastructure) => {
        const impact = await impactOf(context, infrastructure, directory);
        printResult(context, json, impact, () => describeImpact(impact));
        if (impact.schemas.refused > 0 || (impact.rules?.failed ?? 0) > 0) process.exitCode = 1;
      });
    });
};

async function existing(candidate: string): Promise<string> {
  const directory = resolve(candidate);
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory()) return directory;
  throw new HubError('wrong-use', `${candidate} is no directory: give one with changed files as they lie in schemas/.`);
}

async function impactOf(context: CommandContext, { log, pool }: Infrastructure, candidate: string): Promise<Impact> {
  const places = schemasWith(candidate);
  const rules = loadRules(places);
  const progress = showProgress(context, 'schemas', 'events');
  const schemas = await trySchemas(log, places, progress.update).finally(progress.stop);
  return { candidate, schemas, rules: await rulesTried(context, pool, rules) };
}

async function rulesTried(context: CommandContext, pool: Infrastructure['pool'], rules: Rules) {
  const active = await activeVersion(pool);
  if (active === null || active.rulesHash === rulesHash(rules)) return null;
  requireOwnShape(active);
  const progress = showProgress(context, 'rules', 'dossiers');
  return tryRules(pool, active, rules, (done) => progress.update(done, done)).finally(progress.stop);
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

function describeRules({ dossiers, changed, failed, fields, samples }: RulesTried): string[] {
  return [
    `Its rules change ${changed} of ${dossiers} dossiers; ${failed} cannot be described by them.`,
    ...(fields.length === 0 ? [] : table([['FIELD', 'DOSSIERS'], ...fields.map((each) => [each.path, each.dossiers])])),
    ...(samples.changed.length === 0 ? [] : [`Dossiers that change: ${samples.changed.join(', ')}`]),
    ...(samples.failed.length === 0 ? [] : [`Dossiers that fail: ${samples.failed.join(', ')}`]),
  ];
}
