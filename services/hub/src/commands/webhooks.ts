import { HubError } from '@hub/core';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, askAdmin, askAs, loginName } from './ask-hub.ts';
import { namesOf } from './names-of.ts';

/** Who asks: a client of the organisation; operators see those of all. */
interface WebhookOptions extends AdminOptions {
  readonly all?: boolean;
}

interface Webhook {
  readonly id: string;
  readonly clientId: string;
  readonly siret: string;
  readonly feed: string;
  readonly causes: readonly string[] | null;
  readonly url: string;
  readonly state: string;
  readonly why: string | null;
  readonly failures: number;
  readonly nextAt: string | null;
  readonly waiting: number;
}

interface Delivery {
  readonly attempt: number;
  readonly message: string;
  readonly type: string;
  readonly items: number;
  readonly replayOf: string | null;
  readonly at: string;
  readonly ms: number;
  readonly status: number | null;
  readonly fault: string | null;
}

export const registerWebhooks: Register = (program, context) => {
  const webhooks = program
    .command('webhooks')
    .description('What changed, posted to an address of one’s own; operators act for all organisations by --all.');
  registerAdd(webhooks, context);
  registerList(webhooks, context);
  registerSwitches(webhooks, context);
  registerPing(webhooks, context);
  registerRotate(webhooks, context);
  registerDeliveries(webhooks, context);
  registerReplay(webhooks, context);
};

function ownOptions(command: Command): Command {
  return command
    .option('--client <name>', 'the client whose organisation it is (default: HUB_CLIENT_ID)')
    .option('--agent <id>', 'opaque id of the person who acts, kept in the audit (default: the name of the login)')
    .option('--json', 'one JSON document');
}

function withAll(command: Command): Command {
  return ownOptions(command).option('--all', 'of any organisation, for operators of the hub');
}

/** By the administration for `--all`, else as a client of the organisation. */
function askWebhooks<Body>(
  context: CommandContext,
  options: WebhookOptions,
  path: string,
  request: { readonly body?: object; readonly method?: string } = {},
): Promise<Body> {
  if (options.all === true) return askAdmin(context, options, `webhooks${path}`, request.body, request.method);
  const client = options.client ?? context.config.clientId;
  if (client === undefined) throw new HubError('wrong-use', 'Name the client by --client or HUB_CLIENT_ID.');
  const asked = { client, headers: { 'hub-agent': options.agent ?? loginName() }, ...request };
  return askAs(context, ['dispatcher', `/v1/webhooks${path}`], asked);
}

interface AddOptions extends WebhookOptions {
  readonly feed: string;
  readonly purpose?: string;
  readonly causes?: readonly string[];
  readonly territory?: string;
  readonly cursor?: string;
}

function registerAdd(webhooks: Command, context: CommandContext): void {
  ownOptions(webhooks.command('add <url>'))
    .description('Subscribes; shows the secret that signs, once.')
    .option(
      '--feed <feed>',
      'changes (of dossiers), session-changes, or event-changes (of own events and rectifications)',
      'changes',
    )
    .option('--purpose <purpose>', 'of changes: why, one of those in the convention')
    .option(
      '--causes <causes>',
      'only what changed by one of these, of event-changes the fates (default: all)',
      namesOf<string>(null),
    )
    .option('--territory <territory>', 'only sessions of it')
    .option('--cursor <cursor>', 'where it begins, `cursor` of the feed (default: each dossier once)')
    .action(async (url: string, { feed, purpose, causes, territory, cursor, ...options }: AddOptions) => {
      const body = { url, feed, purpose, causes, territory, cursor };
      const added = await askWebhooks<{ webhook: Webhook; secret: string }>(context, options, '', { body });
      printResult(context, options.json ?? false, added, () => [
        `The webhook ${added.webhook.id} is there. Its secret, shown this once: ${added.secret}`,
      ]);
    });
}

function registerList(webhooks: Command, context: CommandContext): void {
  withAll(webhooks.command('list'))
    .description('Webhooks, and how each is.')
    .option('--state <state>', 'active, held, failing, paused, suspended or gone')
    .action(async ({ state, ...options }: WebhookOptions & { state?: string }) => {
      const items: Webhook[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = new URLSearchParams({ limit: '500', ...(state && { state }), ...(cursor && { cursor }) });
        const page: { items: Webhook[]; next: string | null } = await askWebhooks(context, options, `?${query}`);
        items.push(...page.items);
        cursor = page.next;
      }
      printResult(context, options.json ?? false, { webhooks: items }, () => readable(items));
    });
}

function registerSwitches(webhooks: Command, context: CommandContext): void {
  const switches = [
    ['pause', 'Sends nothing more for now; nothing is lost.', 'is paused', 'POST', '/pause'],
    ['resume', 'Goes on where it was, at once.', 'goes on', 'POST', '/resume'],
    ['remove', 'Removes it, with its log.', 'is removed', 'DELETE', ''],
  ] as const;
  for (const [name, does, done, method, path] of switches) {
    withAll(webhooks.command(`${name} <id>`))
      .description(does)
      .action(async (id: string, options: WebhookOptions) => {
        const webhook = await askWebhooks<Webhook>(context, options, `/${encodeURIComponent(id)}${path}`, { method });
        printResult(context, options.json ?? false, webhook, () => [`The webhook ${webhook.id} ${done}.`]);
      });
  }
}

function registerPing(webhooks: Command, context: CommandContext): void {
  ownOptions(webhooks.command('ping <id>'))
    .description('Sends a ping now, once, and says how it went.')
    .action(async (id: string, options: WebhookOptions) => {
      const path = `/${encodeURIComponent(id)}/test`;
      const ping = await askWebhooks<Delivery>(context, options, path, { method: 'POST' });
      printResult(context, options.json ?? false, ping, () => [
        ping.fault === null
          ? `The receiver took the ping in ${ping.ms} ms (${ping.status}).`
          : `The receiver did not take the ping: ${outcomeOf(ping)}.`,
      ]);
      if (ping.fault !== null) process.exitCode = 1;
    });
}

function registerRotate(webhooks: Command, context: CommandContext): void {
  ownOptions(webhooks.command('rotate <id>'))
    .description('Gives another secret, shown once; the one of now signs beside it for a while.')
    .option('--overlap <hours>', 'for how long', wholeNumber(0, 720), 24)
    .action(async (id: string, { overlap, ...options }: WebhookOptions & { overlap: number }) => {
      const request = { body: { overlapHours: overlap } };
      const path = `/${encodeURIComponent(id)}/rotate`;
      const rotated = await askWebhooks<{ secret: string; oldUntil: string }>(context, options, path, request);
      printResult(context, options.json ?? false, rotated, () => [
        `The new secret, shown this once: ${rotated.secret}`,
        `The one before signs too until ${rotated.oldUntil}.`,
      ]);
    });
}

interface DeliveriesOptions extends WebhookOptions {
  readonly failed?: boolean;
  readonly limit: number;
}

function registerDeliveries(webhooks: Command, context: CommandContext): void {
  withAll(webhooks.command('deliveries <id>'))
    .description('Its attempts of the last thirty days, the newest first.')
    .option('--failed', 'only those that were not taken')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .action(async (id: string, { failed, limit, ...options }: DeliveriesOptions) => {
      const path = `/${encodeURIComponent(id)}/deliveries?limit=${limit}${failed === true ? '&failed=true' : ''}`;
      const found = await askWebhooks<{ items: readonly Delivery[] }>(context, options, path);
      printResult(context, options.json ?? false, found, () => readableDeliveries(found.items));
    });
}

function registerReplay(webhooks: Command, context: CommandContext): void {
  ownOptions(webhooks.command('replay <id>'))
    .description('Delivers again what was delivered of a period, under new ids.')
    .requiredOption('--from <instant>', 'RFC 3339')
    .option('--to <instant>', 'RFC 3339 (default: now)')
    .action(async (id: string, { from, to, ...options }: WebhookOptions & { from: string; to?: string }) => {
      const path = `/${encodeURIComponent(id)}/replay`;
      const replayed = await askWebhooks<{ messages: number }>(context, options, path, { body: { from, to } });
      printResult(context, options.json ?? false, replayed, () => [
        `${replayed.messages} messages wait to be delivered again.`,
      ]);
    });
}

function readable(webhooks: readonly Webhook[]): string[] {
  if (webhooks.length === 0) return ['No webhook.'];
  const rows = webhooks.map((each) => [
    each.id,
    each.clientId,
    each.feed,
    each.why === null ? each.state : `${each.state}: ${each.why}`,
    each.failures,
    each.waiting,
    each.nextAt ?? '-',
    each.url,
  ]);
  return table([['ID', 'CLIENT', 'FEED', 'STATE', 'FAILURES', 'WAITING', 'NEXT', 'ADDRESS'], ...rows]);
}

function readableDeliveries(deliveries: readonly Delivery[]): string[] {
  if (deliveries.length === 0) return ['Nothing was sent.'];
  const rows = deliveries.map((each) => [each.at, each.message, each.type, each.items, each.ms, outcomeOf(each)]);
  return table([['AT', 'MESSAGE', 'TYPE', 'ITEMS', 'MS', 'OUTCOME'], ...rows]);
}

function outcomeOf({ status, fault }: Pick<Delivery, 'status' | 'fault'>): string {
  return [fault ?? 'taken', ...(status === null ? [] : [`(${status})`])].join(' ');
}
