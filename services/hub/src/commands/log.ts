import { logTopics, type Topic } from '@hub/contracts';
import { type EventLog, HubError, type StoredMessage } from '@hub/core';
import { readInTime } from '@hub/platform';
import { printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { withInfrastructure } from './reach.ts';

interface CatOptions {
  slice?: number;
  from: number;
  count: number;
  json?: boolean;
}

export const registerLog: Register = (program, context) => {
  const log = program.command('log').description('The log, as stored: sealed.');
  log
    .command('cat <topic>')
    .description(`Events of a topic, sealed, by slice and offset. Topics: ${logTopics.join(', ')}.`)
    .option('--slice <p>', 'one slice only', wholeNumber(0, 1023))
    .option('--from <offset>', 'first offset of each slice', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--count <n>', 'how many at most', wholeNumber(1, 1_000_000), 20)
    .option('--json', 'one JSON document')
    .action(async (name: string, options: CatOptions) => {
      const topic = logTopics.find((known) => known === name || `hub.${known}` === name);
      if (topic === undefined) throw new HubError('wrong-use', `"${name}" is not a topic: ${logTopics.join(', ')}.`);
      const messages = await withInfrastructure(context.config, ({ log: eventLog }) =>
        readTopic(eventLog, topic, options),
      );
      const shown = messages.map(({ slice, offset, key, value }) => ({ slice, offset, key, event: readable(value) }));
      printResult(context, options.json ?? false, { topic, messages: shown }, () =>
        shown.map((m) => JSON.stringify(m)),
      );
    });
};

/** What lies between the offset asked for and the end as it is now; never waits for more. */
async function readTopic(log: EventLog, topic: Topic, options: CatOptions): Promise<StoredMessage[]> {
  const ends = await log.endOffsets([topic]);
  const from = ends
    .filter((end) => (options.slice === undefined || end.slice === options.slice) && end.offset > options.from)
    .map((end) => ({ ...end, offset: options.from }));
  const shown = ends.filter(({ slice }) => from.some((each) => each.slice === slice));
  const messages: StoredMessage[] = [];
  for await (const batch of readInTime(log, from, shown)) {
    messages.push(...batch);
    if (messages.length >= options.count) break;
  }
  return messages.slice(0, options.count);
}

function readable(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return { damaged: value.toString('base64') };
  }
}
