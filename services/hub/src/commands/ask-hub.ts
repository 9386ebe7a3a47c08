import { userInfo } from 'node:os';
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
  const headers = { 'hub-agent': options.agent, 'hub-purpose': options.purpose };
  return askAs(context, [service, path], { client: options.client, headers, body });
}

/** Who administers: a client of the hub's operators, and the person behind it. */
export interface AdminOptions {
  readonly client?: string;
  readonly agent?: string;
  readonly json?: boolean;
}

/** Options of every command of the administration. */
export function adminOptions(command: Command): Command {
  return command
    .option('--client <name>', 'the operator that signs in (default: HUB_CLIENT_ID, else "operator")')
    .option('--agent <id>', 'opaque id of the person who acts, kept in the audit (default: the name of the login)')
    .option('--json', 'one JSON document');
}

/**
 * Asks the administration of the hub (`/v1/admin/…` of the gateway, of webhooks of the dispatcher). A body makes it a POST.
 * Throws as `askHub` does.
 */
export async function askAdmin<Body>(
  context: CommandContext,
  options: AdminOptions,
  path: string,
  body?: object,
  method?: string,
): Promise<Body> {
  const client = options.client ?? context.config.clientId ?? 'operator';
  const headers = { 'hub-agent': options.agent ?? loginName() };
  const service = path.startsWith('webhooks') ? 'dispatcher' : 'gateway';
  return askAs(context, [service, `/v1/admin/${path}`], { client, headers, body, method });
}

/** All items of a list of the administration, page by page. */
export async function askAllPages<Item>(
  context: CommandContext,
  options: AdminOptions,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const asked = Object.entries({ ...query, limit: '500', cursor }).filter(([, value]) => value != null);
    const page: Page<Item> = await askAdmin(
      context,
      options,
      `${path}?${new URLSearchParams(asked as [string, string][])}`,
    );
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Who is logged in here, in the alphabet of agents. */
export function loginName(): string {
  return userInfo().username.replaceAll(/[^A-Za-z0-9._:/@-]/g, '-') || 'somebody';
}

export interface Asked {
  /** As whom. */
  readonly client: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object | undefined;
  /** Default: POST with a body, else GET. */
  readonly method?: string | undefined;
}

/** Asks a service as a client. Throws as `askHub` does. */
export async function askAs<Body>(
  context: CommandContext,
  [service, path]: readonly [service: ServiceName, path: string],
  { client, headers, body, method = body === undefined ? 'GET' : 'POST' }: Asked,
): Promise<Body> {
  const hub = await reachHub(context, service);
  const response = await hub.client(client).fetch(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw refusalOf(answer as Problem);
  return answer as Body;
}

export function refusalOf(problem: Problem): HubError {
  return new HubError(problem.status === 400 ? 'wrong-use' : 'partner-refused', problemSentence(problem));
}

function problemSentence(problem: Problem): string {
  const fields = (problem.errors ?? []).map((field) => `\n  ${field.pointer}: ${field.detail}`);
  return `${problem.status} ${problem.title}${problem.detail === undefined ? '' : ` ${problem.detail}`}${fields.join('')}`;
}
