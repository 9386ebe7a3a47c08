import { HubError, isUuid, parisDay } from '@hub/core';
import type { Command } from 'commander';
import { printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { type AskOptions, askHub, operatorOptions } from './ask-hub.ts';
import { registerSessionLinks } from './link-sessions.ts';

interface LinkBody {
  readonly trainees: readonly [string, string];
  readonly state: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly since: string;
  readonly awaiting: { readonly agent: string } | null;
  readonly identifiers: readonly { readonly kind: string; readonly heldBy: string; readonly conflicts: boolean }[];
  readonly identity: readonly { readonly field: string; readonly agrees: boolean }[];
  readonly dossiers: readonly number[];
}

interface SeveralBody {
  readonly trainee: string;
  readonly birthDates: number;
  readonly identifiers: readonly string[];
  readonly sources: readonly string[];
  readonly dossiers: number;
  readonly parts: readonly {
    readonly since: string;
    readonly facts: readonly { readonly source: string; readonly id: string }[];
  }[];
}

interface HistoryBody {
  readonly verdicts: readonly {
    readonly trainees: readonly string[];
    readonly verdict: string;
    readonly by: string;
    readonly agent: string | null;
    readonly reason: string | null;
    readonly recordedAt: string;
  }[];
  readonly corrections: readonly { readonly kind: string; readonly toTrainee: string; readonly recordedAt: string }[];
}

export const registerLink: Register = (program, context) => {
  const link = program
    .command('link')
    .description('Who is taken for one person, and which sessions for one: candidates, verdicts, history.');
  operatorOptions(link.command('list'))
    .description('Pairs of trainees that somebody spoke of together, with the reasons and without any identity.')
    .option('--state <state>', 'proposed, review, joined or separated')
    .option('--limit <n>', 'about how many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the list before ended')
    .action(async (options: AskOptions & { state?: string; limit: number; cursor?: string }) => {
      const query = new URLSearchParams({
        limit: String(options.limit),
        ...(options.state === undefined ? {} : { state: options.state }),
        ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      });
      const page = await askHub<{ items: LinkBody[]; next: string | null }>(context, options, [
        'query',
        `/v1/links?${query}`,
      ]);
      printResult(context, options.json ?? false, page, () => [
        ...readableLinks(page.items),
        ...(page.next === null ? [] : ['', `More: --cursor ${page.next}`]),
      ]);
    });
  operatorOptions(link.command('show <trainee>'))
    .description('The links of one trainee.')
    .action(async (trainee: string, options: AskOptions) => {
      const path = `/v1/links?trainee=${traineeId(trainee)}`;
      const page = await askHub<{ items: LinkBody[] }>(context, options, ['query', path]);
      printResult(context, options.json ?? false, page, () => readableLinks(page.items));
    });
  operatorOptions(link.command('history <trainee>'))
    .description('Every verdict ever given about a trainee, and what was corrected.')
    .action(async (trainee: string, options: AskOptions) => {
      const history = await askHub<HistoryBody>(context, options, ['query', `/v1/links/${traineeId(trainee)}/history`]);
      printResult(context, options.json ?? false, history, () => readableHistory(history));
    });
  registerSeveral(link, context);
  registerJudge(link, context);
  registerSessionLinks(link, context);
};

function registerSeveral(link: Command, context: Parameters<Register>[1]): void {
  operatorOptions(link.command('several'))
    .description(
      'Trainees of whom many birth dates were told: identifiers shared by strangers, for "hub person correct".',
    )
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the list before ended')
    .action(async (options: AskOptions & { limit: number; cursor?: string }) => {
      const query = new URLSearchParams({
        limit: String(options.limit),
        ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      });
      const path = `/v1/links/may-be-several?${query}`;
      const page = await askHub<{ items: SeveralBody[]; next: string | null }>(context, options, ['query', path]);
      printResult(context, options.json ?? false, page, () => [
        ...page.items.flatMap(readableSeveral),
        ...(page.items.length === 0 ? ['Nobody.'] : []),
        ...(page.next === null ? [] : ['', `More: --cursor ${page.next}`]),
      ]);
    });
}

function readableSeveral({ trainee, birthDates, identifiers, sources, dossiers, parts }: SeveralBody): string[] {
  return [
    `${trainee}  ${birthDates} birth dates, ${dossiers} dossiers; ${identifiers.join(' ')}; by ${sources.join(' ')}`,
    ...parts.map(
      ({ since, facts }) =>
        `  since ${parisDay(since)}  ${facts.map(({ source, id }) => `--fact ${source}/${id}`).join(' ')}`,
    ),
  ];
}

function registerJudge(link: Command, context: Parameters<Register>[1]): void {
  operatorOptions(link.command('judge <trainee> <other> <verdict>'))
    .description('VERDICT: same (takes effect when another agent says so too) or different (at once).')
    .requiredOption('--reason <code>', 'a code or the number of a ticket')
    .action(async (one: string, other: string, verdict: string, options: AskOptions & { reason: string }) => {
      if (verdict !== 'same' && verdict !== 'different') {
        throw new HubError('wrong-use', 'A verdict is "same" or "different".');
      }
      const body = { trainees: [traineeId(one), traineeId(other)], verdict, reason: options.reason };
      const judged = await askHub<{ state: string }>(context, options, ['gateway', '/v1/links/verdicts'], body);
      printResult(context, options.json ?? false, judged, () => [sentences[judged.state] ?? judged.state]);
    });
}

const sentences: Readonly<Record<string, string>> = {
  proposed: 'Proposed: the link takes effect when another agent says the same.',
  joined: 'Joined: the two are answered together from now on.',
  separated: 'Separated: each is answered alone from now on.',
};

export function traineeId(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new HubError('wrong-use', `"${text}" is not the id of a trainee: see "hub link list".`);
}

function readableLinks(links: readonly LinkBody[]): string[] {
  if (links.length === 0) return ['No such link.'];
  return table([
    ['TRAINEE', 'OTHER', 'STATE', 'BY', 'REASON', 'SINCE', 'IDENTIFIERS', 'IDENTITY', 'DOSSIERS'],
    ...links.map((each) => [
      ...each.trainees,
      each.awaiting === null ? each.state : `${each.state} (after ${each.awaiting.agent})`,
      each.by ?? '',
      each.reason ?? '',
      parisDay(each.since),
      each.identifiers.map(({ kind, conflicts, heldBy }) => (conflicts ? `${kind}!` : `${kind}:${heldBy}`)).join(' '),
      each.identity.map(({ field, agrees }) => `${field}${agrees ? '=' : '≠'}`).join(' '),
      each.dossiers.join('+'),
    ]),
  ]);
}

function readableHistory({ verdicts, corrections }: HistoryBody): string[] {
  return [
    ...table([
      ['WHEN', 'VERDICT', 'BY', 'AGENT', 'REASON', 'TRAINEES'],
      ...verdicts.map((each) => [
        each.recordedAt,
        each.verdict,
        each.by,
        each.agent ?? '',
        each.reason ?? '',
        each.trainees.join(' '),
      ]),
    ]),
    ...corrections.map((each) => `${each.recordedAt}  ${each.kind} to ${each.toTrainee}`),
  ];
}
