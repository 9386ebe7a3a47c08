import { HubProblem } from '@hub/client';
import { HubError } from '@hub/core';
import { Command, CommanderError } from 'commander';
import { registerAlarms } from './commands/alarms.ts';
import { registerBackup } from './commands/backup.ts';
import { registerConvention } from './commands/convention.ts';
import { registerDataSet } from './commands/dataset.ts';
import { registerDictionary } from './commands/dictionary.ts';
import { registerImport } from './commands/import.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLink } from './commands/link.ts';
import { registerLog } from './commands/log.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerOperator } from './commands/operator.ts';
import { registerOrganisation } from './commands/organisation.ts';
import { registerParked } from './commands/parked.ts';
import { registerPartner } from './commands/partner.ts';
import { registerPerson } from './commands/person.ts';
import { registerRead } from './commands/read.ts';
import { registerReceipts } from './commands/receipts.ts';
import { registerRights } from './commands/rights.ts';
import { registerSecrets } from './commands/secrets.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStart } from './commands/start.ts';
import { registerStatistics } from './commands/statistics.ts';
import { registerStatus } from './commands/status.ts';
import { registerTrace } from './commands/trace.ts';
import { registerVersions } from './commands/versions.ts';
import { registerWebhooks } from './commands/webhooks.ts';
import { readConfig } from './config.ts';
import { settingNames } from './settings.ts';
import { version } from './start/run-file.ts';
import type { CommandContext, Register } from './terminal/command-line.ts';

const commands: readonly Register[] = [
  registerStart,
  registerSimulate,
  registerImport,
  registerStatus,
  registerRead,
  registerReceipts,
  registerRights,
  registerDictionary,
  registerDataSet,
  registerLink,
  registerPerson,
  registerVersions,
  registerParked,
  registerOrganisation,
  registerPartner,
  registerAlarms,
  registerWebhooks,
  registerTrace,
  registerConvention,
  registerOperator,
  registerLog,
  registerMigrate,
  registerSecrets,
  registerKeys,
  registerBackup,
  registerStatistics,
];

/** The names of all settings in lines of a terminal. */
function environmentHelp(): string {
  const lines = ['Environment (all optional):'];
  for (const name of settingNames()) {
    const last = lines.at(-1) ?? '';
    if (last.length + name.length < lineWidthMax) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`  ${name}`);
  }
  return `
${lines.join('\n')}
docs/settings.md says what each does.
Exit codes: 0 done, 1 failed, 2 wrong use (arguments or environment).`;
}

const lineWidthMax = 120;

/** Runs one command; resolves to the exit code: 0 done, 1 failed (said why and what to do), 2 wrong use. */
export async function main(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  streams: Pick<CommandContext, 'stdin' | 'stdout' | 'stderr'> = process,
): Promise<number> {
  try {
    const { stdin, stdout, stderr } = streams;
    const config = readConfig(environment);
    const context = { config, environment, stdin, stdout, stderr, ownsProcess: streams === process };
    const program = new Command('hub')
      .description('Open data hub for vocational training: from a partner’s event to a financer’s answer.')
      .version(version)
      .addHelpText('after', environmentHelp)
      .showHelpAfterError()
      .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
      .exitOverride();
    for (const register of commands) register(program, context);
    inheritSettings(program);
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    streams.stderr.write(`hub: ${isSaid(error) ? error.message : describeUnexpected(error)}\n`);
    return error instanceof HubError && wrongUse.has(error.code) ? 2 : 1;
  }
}

/** What whoever called can put right by calling otherwise. */
const wrongUse: ReadonlySet<string> = new Set(['wrong-use', 'configuration-invalid']);

/** Commander copies settings only to commands made by `.command()` after they were set. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
}

/** Its message is for whoever called. */
function isSaid(error: unknown): error is Error {
  return error instanceof HubError || error instanceof HubProblem;
}

function describeUnexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
