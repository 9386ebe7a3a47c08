import { logTopics, type Topic } from '@hub/contracts';
import { HubError } from '@hub/core';
import { readLogPage, shownMessage } from '@hub/platform';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { isServed, withInfrastructure } from './reach.ts';

interface CatOptions extends AdminOptions {
  readonly slice?: number;
  readonly from: number;
  readonly count: number;
}

type Shown = ReturnType<typeof shownMessage>;

export const registerLog: Register = (program, context) => {
  const log = program.command('log').description('The log, as stored: sealed.');
  adminOptions(log.command('cat <topic>'))
    .description(`Events of a topic, sealed, by slice and offset. Topics: ${logTopics.join(', ')}.`)
    .option('--slice <p>', 'one slice only', wholeNumber(0, 1023))
    .option('--from <offset>', 'first offset of each slice', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--count <n>', 'how many at most', wholeNumber(1, 1_000_000), 20)
    .action(async (name: string, options: CatOptions) => {
      const topic = logTopics.find((known) => known === name || `hub.${known}` === name);
      if (topic === undefined) throw new HubError('wrong-use', `"${name}" is not a topic: ${logTopics.join(', ')}.`);
      const messages = (await isServed(context, 'gateway'))
        ? await askLog(context, options, topic)
        : await withInfrastructure(context.config, async ({ log }) => {
            const page = await readLogPage(log, topic, options);
            return page.messages.map(shownMessage);
          });
      printResult(context, options.json ?? false, { topic, messages }, () => messages.map((m) => JSON.stringify(m)));
    });
};

const countAtOnce = 500;

interface Page {
  readonly messages: readonly Shown[];
  readonly ends: readonly { readonly slice: number; readonly offset: number }[];
}

/** A page where that is enough, else slice by slice. */
async function askLog(context: CommandContext, options: CatOptions, topic: Topic): Promise<readonly Shown[]> {
  const { slice, from, count } = options;
  const ask = (more: { readonly from: number; readonly count: number; readonly slice?: number | undefined }) => {
    const query = new URLSearchParams({ from: String(more.from), count: String(more.count) });
    if (more.slice !== undefined) query.set('slice', String(more.slice));
    return askAdmin<Page>(context, options, `log/${topic}?${query}`);
  };
  const first = await ask({ slice, from, count: Math.min(count, countAtOnce) });
  if (count <= countAtOnce) return first.messages;
  const messages: Shown[] = [];
  for (const end of first.ends) {
    let next = from;
    while (next < end.offset && messages.length < count) {
      const page = await ask({ slice: end.slice, from: next, count: Math.min(count - messages.length, countAtOnce) });
      messages.push(...page.messages);
      next = (page.messages.at(-1)?.offset ?? end.offset) + 1;
    }
  }
  return messages;
}
