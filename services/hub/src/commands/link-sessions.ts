import { HubError, parseReference } from '@hub/core';
import type { Command } from 'commander';
import { printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { type AskOptions, askHub, operatorOptions } from './ask-hub.ts';

interface Offer {
  readonly reference: string;
  readonly publishedBy: string;
  readonly state: string;
  readonly title: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly place: { readonly label?: string; readonly inseeCode?: string; readonly postalCode?: string } | null;
  readonly mandataireSiret: string | null;
}

interface Proposal {
  readonly likeness: readonly { readonly field: string; readonly agrees: boolean }[];
  readonly sessions: readonly Offer[];
}

interface PageOptions extends AskOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly unlinked?: boolean;
  readonly territory?: string;
}

/** Which sessions of two registries are one: what is proposed, what is known by one number only, and the verdict. */
export function registerSessionLinks(link: Command, context: Parameters<Register>[1]): void {
  operatorOptions(link.command('sessions'))
    .description('Pairs of sessions of two registries that may be one: same organisation, place and days.')
    .option('--unlinked', 'instead, sessions that a Région finances and that are known by one number only')
    .option('--territory <name>', 'with --unlinked: only those of this territory')
    .option('--limit <n>', 'about how many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the list before ended')
    .action((options: PageOptions) => showSessions(context, options));
  operatorOptions(link.command('judge-sessions <reference> <other> <verdict>'))
    .description('VERDICT: same or different; it holds before what any system says of the two, until the next.')
    .requiredOption('--reason <code>', 'a code or the number of a ticket')
    .action((one: string, other: string, verdict: string, options: JudgeOptions) =>
      judgeSessions(context, [one, other], verdict, options),
    );
}

async function showSessions(context: Parameters<Register>[1], options: PageOptions): Promise<void> {
  const { unlinked = false, territory, limit, cursor, json = false } = options;
  if (territory !== undefined && !unlinked) throw new HubError('wrong-use', '--territory goes with --unlinked.');
  const query = new URLSearchParams({
    limit: String(limit),
    ...(territory === undefined ? {} : { territory }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const path = `/v1/links/sessions${unlinked ? '/unlinked' : ''}?${query}`;
  const page = await askHub<{ items: (Offer | Proposal)[]; next: string | null }>(context, options, ['query', path]);
  printResult(context, json, page, () => [
    ...(page.items.length === 0 ? ['No such session.'] : readable(page.items)),
    ...(page.next === null ? [] : ['', `More: --cursor ${page.next}`]),
  ]);
}

function readable(items: readonly (Offer | Proposal)[]): string[] {
  const rows = items.flatMap((item) =>
    'sessions' in item
      ? item.sessions.map((offer, place) => [...columnsOf(offer), place === 0 ? reasonsOf(item) : ''])
      : [[...columnsOf(item), '']],
  );
  return table([['SESSION', 'BY', 'STATE', 'FROM', 'TO', 'PLACE', 'MANDATAIRE', 'TITLE', 'ALIKE IN'], ...rows]);
}

function columnsOf({ reference, publishedBy, state, title, start, end, place, mandataireSiret }: Offer): string[] {
  const where = place?.label ?? place?.inseeCode ?? place?.postalCode ?? '';
  return [reference, publishedBy, state, start ?? '', end ?? '', where, mandataireSiret ?? '', title ?? ''];
}

function reasonsOf({ likeness }: Proposal): string {
  return likeness.map(({ field, agrees }) => `${field}${agrees ? '=' : '≠'}`).join(' ');
}

interface JudgeOptions extends AskOptions {
  readonly reason: string;
}

async function judgeSessions(
  context: Parameters<Register>[1],
  [one, other]: readonly [string, string],
  verdict: string,
  options: JudgeOptions,
): Promise<void> {
  if (verdict !== 'same' && verdict !== 'different') {
    throw new HubError('wrong-use', 'A verdict is "same" or "different".');
  }
  const sessions = [sessionOf(one), sessionOf(other)];
  const body = { sessions, verdict, reason: options.reason };
  const judged = await askHub<object>(context, options, ['gateway', '/v1/links/sessions/verdicts'], body);
  printResult(context, options.json ?? false, judged, () => [
    verdict === 'same' ? 'The two are one session from now on.' : 'The two are two sessions from now on.',
  ]);
}

function sessionOf(text: string): string {
  const parsed = parseReference(text);
  if (parsed.ok && parsed.kind === 'session') return parsed.reference;
  throw new HubError('wrong-use', `"${text}" is no session: write session:07:114782.`);
}
