import { HubError } from '@hub/core';
import type { Problem } from '@hub/platform';
import { purposes } from '@hub/query';
import { type Command, Option } from 'commander';
import type { ServiceName } from '../start/run-file.ts';
import type { CommandContext } from '../terminal/command-line.ts';
import { reachHub } from './reach.ts';

/** Who asks: the partner, the person behind it and the reason. */
export interface AskOptions {
  readonly client: string;
  readonly agent: string;
  readonly purpose: string;
  readonly json?: boolean;
}

/** Options of every command that the hub's operators give. */
export function operatorOptions(command: Command): Command {
  return command
    .option('--client <name>', 'the operator: the demo one, or one whose HUB_CLIENT_SECRET is set', 'operator')
    .requiredOption('--agent <id>', 'required: opaque id of the person who acts (Hub-Agent)')
    .addOption(purposeOption())
    .option('--json', 'one JSON document');
}

export function purposeOption(): Option {
  return new Option('--purpose <purpose>', 'why (Hub-Purpose)').choices(purposes).default('data-quality');
}

/**
 * Asks a service under the client's own rights; a look leaves its trace like any other. A body makes it a POST. Throws
 * `partner-refused` with what is at fault, or `wrong-use` where the request is not as described (400).
 */
export async function askHub<Body>(
  context: CommandContext,
  options: AskOptions,
  [service, path]: readonly [service: ServiceName, path: string],
  body?: object,
): Promise<Body> {
  const hub = await reachHub(context, service);
  const response = await hub.client(options.client).fetch(path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', 'hub-agent': options.agent, 'hub-purpose': options.purpose },
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw refusalOf(answer as Problem);
  return answer as Body;
}

function refusalOf(problem: Problem): HubError {
  return new HubError(problem.status === 400 ? 'wrong-use' : 'partner-refused', problemSentence(problem));
}

function problemSentence(problem: Problem): string {
  const fields = (problem.errors ?? []).map((field) => `\n  ${field.pointer}: ${field.detail}`);
  return `${problem.status} ${problem.title}${problem.detail === undefined ? '' : ` ${problem.detail}`}${fields.join('')}`;
}
