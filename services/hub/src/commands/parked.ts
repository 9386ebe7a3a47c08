import { topics } from '@hub/contracts';
import { HubError } from '@hub/core';
import { listParked, type ParkedEvent, type ParkedPlace, type Settlement, settleParked } from '@hub/platform';
import { previewRetry, type RetryPreview, requireParked, retryParked, showParked } from '@hub/projector';
import { type Command, InvalidArgumentError } from 'commander';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { requireRunningHub, withDatabase, withInfrastructure, withRunningHub } from './reach.ts';

export const registerParked: Register = (program, context) => {
  const parked = program.command('parked').description('Events on the log that the projector could not read.');
  parked
    .command('list')
    .description('Where they are, and why; without those that were settled.')
    .option('--all', 'also those that were settled, with who decided it, when and why')
    .option('--json', 'one JSON document')
    .action(async ({ all = false, json }: { all?: boolean; json?: boolean }) => {
      const events = await withDatabase(context.config, ({ pool }) => listParked(pool, { all }));
      printResult(context, json ?? false, { parked: events }, () =>
        events.length === 0 ? ['Nothing is parked.'] : table(parkedTable(events, all)),
      );
    });
  parked
    .command('show <place>')
    .description('One parked event as it is on the log, sealed. PLACE: version/topic/slice/offset, as listed.')
    .option('--json', 'one JSON document')
    .action(async (place: string, options: { json?: boolean }) => {
      const found = await withInfrastructure(context.config, ({ pool, log }) =>
        showParked(pool, log, parsePlace(place)),
      );
      const shown = { ...found.parked, event: found.message.value.toString() };
      printResult(context, options.json ?? false, shown, () => [JSON.stringify(shown, null, 2)]);
    });
  registerSettle(parked, context);
  registerRetry(parked, context);
};

interface RetryOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

function registerRetry(parked: Command, context: CommandContext): void {
  parked
    .command('retry [places...]')
    .description('Reads parked events again and projects them; without places: all that are not settled.')
    .option('--dry-run', 'shows of each event by itself what would come of it, and changes nothing')
    .option('--json', 'one JSON document')
    .action(async (names: string[], options: RetryOptions) => {
      const places = names.map(parsePlace);
      if (options.dryRun) return previewRetries(context, places, options);
      await requireRunningHub(context.config);
      const results = await forEachPlace(context, places, async (infrastructure, place) => {
        const still = await retryParked(infrastructure, place);
        return { place: placeName(place), visible: still === null, reason: still?.reason ?? null };
      });
      printResult(context, options.json ?? false, { results }, () =>
        orNone(
          results.map(({ place, reason }) => `${place}: ${reason === null ? 'visible' : `still parked, ${reason}`}`),
        ),
      );
      if (results.some((result) => !result.visible)) process.exitCode = 1;
    });
}

async function previewRetries(
  context: CommandContext,
  places: readonly ParkedPlace[],
  { json }: RetryOptions,
): Promise<void> {
  const results = await forEachPlace(context, places, async (infrastructure, place) => {
    const { still, changes } = await previewRetry(infrastructure, place);
    const would = { wouldBeVisible: still === null, reason: still?.reason ?? null, detail: still?.detail ?? null };
    return { place: placeName(place), ...would, changes };
  });
  printResult(context, json ?? false, { dryRun: true, results }, () => orNone(results.flatMap(describePreview)));
  if (results.some(({ wouldBeVisible }) => !wouldBeVisible)) process.exitCode = 1;
}

function orNone(lines: readonly string[]): string[] {
  return lines.length === 0 ? ['Nothing is parked.'] : [...lines];
}

/** Without places: all that are not settled. */
function forEachPlace<T>(
  context: CommandContext,
  places: readonly ParkedPlace[],
  work: (infrastructure: Infrastructure, place: ParkedPlace) => Promise<T>,
): Promise<T[]> {
  return withInfrastructure(context.config, async (infrastructure) => {
    const results: T[] = [];
    const wanted = places.length > 0 ? places : await listParked(infrastructure.pool);
    for (const place of wanted) results.push(await work(infrastructure, place));
    return results;
  });
}

type NamedPreview = Pick<RetryPreview, 'changes'> & {
  readonly place: string;
  readonly reason: string | null;
  readonly detail: string | null;
};

function describePreview({ place, reason, detail, changes }: NamedPreview): string[] {
  if (reason !== null) return [`${place}: would stay parked, ${reason}: ${detail}`];
  if (changes.length === 0) return [`${place}: would be visible, and no record would change`];
  const rows = changes.map(({ subject, key, path, before, after }) => [
    `  ${subject} ${key}`,
    path,
    shortened(before),
    shortened(after),
  ]);
  return [`${place}: would be visible`, ...table([['  RECORD', 'FIELD', 'BEFORE', 'AFTER'], ...rows])];
}

const shownLengthMax = 60;

function shortened(value: unknown): string {
  const text = value === null ? '-' : JSON.stringify(value);
  return text.length <= shownLengthMax ? text : `${text.slice(0, shownLengthMax)}…`;
}

function registerSettle(parked: Command, context: CommandContext): void {
  parked
    .command('settle <places...>')
    .description('Says of parked events that they stay as they are: nobody is called for them again, in any version.')
    .requiredOption('--reason <text>', 'why, without personal data', parseReason)
    .option('--agent <id>', 'opaque id of the person who decides', 'command-line')
    .option('--json', 'one JSON document')
    .action(async (names: string[], { reason, agent, json }: { reason: string; agent: string; json?: boolean }) => {
      const places = names.map(parsePlace);
      const results = await withRunningHub(context.config, async ({ pool }) => {
        for (const place of places) await requireParked(pool, place);
        const settled: { place: string; settled: Settlement | null }[] = [];
        for (const place of places) {
          settled.push({ place: placeName(place), settled: await settleParked(pool, place, { agent, reason }) });
        }
        return settled;
      });
      printResult(context, json ?? false, { results }, () => results.map(({ place }) => `${place}: settled`));
    });
}

const reasonLengthMax = 500;

function parseReason(text: string): string {
  const reason = text.trim();
  if (reason.length > 0 && reason.length <= reasonLengthMax) return reason;
  throw new InvalidArgumentError(`A reason has 1 to ${reasonLengthMax} characters.`);
}

function parkedTable(events: readonly ParkedEvent[], all: boolean): string[][] {
  const decision = ({ settled }: ParkedEvent) =>
    settled === null ? '' : `by ${settled.agent}, ${settled.at}: ${settled.reason}`;
  return [
    ['PLACE', 'REASON', 'SINCE', 'DETAIL', ...(all ? ['SETTLED'] : [])],
    ...events.map((e) => [placeName(e), e.reason, e.parkedAt, e.detail, ...(all ? [decision(e)] : [])]),
  ];
}

function placeName(place: ParkedPlace | ParkedEvent): string {
  return `${place.version}/${place.topic}/${place.slice}/${place.offset}`;
}

function parsePlace(text: string): ParkedPlace {
  const [version, topicName, slice, offset, more] = text.split('/');
  const topic = topics.find((known) => known === topicName);
  const numbers = [Number(slice), Number(offset)];
  if (version === undefined || topic === undefined || more !== undefined || !numbers.every(Number.isSafeInteger)) {
    throw new HubError(
      'wrong-use',
      `"${text}" is not a place: version/topic/slice/offset, as "hub parked list" shows.`,
    );
  }
  return { version, topic, slice: numbers[0] ?? 0, offset: numbers[1] ?? 0 };
}
