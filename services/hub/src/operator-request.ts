import { HubError } from '@hub/core';
import type { Problem } from '@hub/platform';
import { purposes } from '@hub/query';
import { type Command, Option } from 'commander';
import type { CommandContext } from './command-line.ts';
import { reachHub } from './reach.ts';

/** Options of every command that the hub's operators give. */
export interface OperatorOptions {
  readonly client: string;
  readonly agent: string;
  readonly purpose: string;
  readonly json?: boolean;
}

export function operatorOptions(command: Command): Command {
  return command
    .option('--client <name>', 'the operator: the demo one, or one whose HUB_CLIENT_SECRET is set', 'operator')
    .requiredOption('--agent <id>', 'required: opaque id of the person who acts (Hub-Agent)')
    .addOption(purposeOption())
    .option('--json', 'one JSON document');
}

/** Asks the hub in the name of an agent; a body makes it a POST. Throws `partner-refused` with what is at fault. */
export async function asOperator<Body>(
  context: CommandContext,
  options: OperatorOptions,
  path: string,
  body?: object,
): Promise<Body> {
  const hub = await reachHub(context, ['gateway', 'query']);
  try {
    const response = await hub.client(options.client).fetch(path, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', 'hub-agent': options.agent, 'hub-purpose': options.purpose },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw refusalOf(answer as Problem);
    return answer as Body;
  } finally {
    await hub.close();
  }
}

export function purposeOption(): Option {
  return new Option('--purpose <purpose>', 'why (Hub-Purpose)').choices(purposes).default('data-quality');
}

/** A request that is not as described (400) was asked for wrongly; any other refusal is the hub's answer. */
export function refusalOf(problem: Problem): HubError {
  return new HubError(problem.status === 400 ? 'wrong-use' : 'partner-refused', problemSentence(problem));
}

function problemSentence(problem: Problem): string {
  const fields = (problem.errors ?? []).map((field) => `\n  ${field.pointer}: ${field.detail}`);
  return `${problem.status} ${problem.title}${problem.detail === undefined ? '' : ` ${problem.detail}`}${fields.join('')}`;
}
