import { HubError } from '@hub/core';
import { listParked, type ParkedEvent, type ParkedPlace, placeName, placeNamed } from '@hub/platform';
import { previewRetry, type RetryPreview, type RetryResult, showParked } from '@hub/projector';
import { type Command, InvalidArgumentError } from 'commander';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAllPages } from './ask-hub.ts';
import { doneJob } from './done-job.ts';
import { isServed, withDatabase, withInfrastructure } from './reach.ts';

export const registerParked: Register = (program, context) => {
  const parked = program.command('parked').description('Events on the log that the projector could not read.');
  adminOptions(parked.command('list'))
    .description('Where they are, and why; without those that were settled.')
    .option('--all', 'also those that were settled, with who decided it, when and why')
    .action(async ({ all = false, ...options }: AdminOptions & { all?: boolean }) => {
      const events = await listedEvents(context, options, all);
      printResult(context, options.json ?? false, { parked: events }, () =>
        events.length === 0 ? ['Nothing is parked.'] : table(parkedTable(events, all)),
      );
    });
  adminOptions(parked.command('show <place>'))
    .description('One parked event as it is on the log, sealed. PLACE: version/topic/slice/offset, as listed.')
    .action(async (name: string, options: AdminOptions) => {
      const shown = await shownEvent(context, options, parsePlace(name));
      printResult(context, options.json ?? false, shown, () => [JSON.stringify(shown, null, 2)]);
    });
  registerSettle(parked, context);
  registerRetry(parked, context);
};

/** As the hub says; on a stopped hub, as its database does. */
async function listedEvents(
  context: CommandContext,
  options: AdminOptions,
  all: boolean,
): Promise<readonly ParkedEvent[]> {
  if (!(await isServed(context, 'gateway')))
    return withDatabase(context.config, ({ pool }) => listParked(pool, { all }));
  const events = await askAllPages<ParkedEvent>(context, options, 'parked', { settled: all ? 'all' : undefined });
  return events.map(withoutName);
}

function withoutName<Event extends object>(event: Event): Event {
  const { place: _, ...parked } = event as Event & { place?: string };
  return parked as Event;
}

async function shownEvent(context: CommandContext, options: AdminOptions, place: ParkedPlace): Promise<object> {
  if (await isServed(context, 'gateway')) {
    const { stored, ...parked } = withoutName(
      await askAdmin<ParkedEvent & { stored: string }>(context, options, `parked/${placeName(place)}`),
    );
    return { ...parked, event: stored };
  }
  const found = await withInfrastructure(context.config, ({ pool, log }) => showParked(pool, log, place));
  return { ...found.parked, event: found.message.value.toString() };
}

interface RetryOptions extends AdminOptions {
  readonly dryRun?: boolean;
}

function registerRetry(parked: Command, context: CommandContext): void {
  adminOptions(parked.command('retry [places...]'))
    .description('Reads parked events again and projects them; without places: all that are not settled.')
    .option('--dry-run', 'shows of each event by itself what would come of it, and changes nothing')
    .action(async (names: string[], { dryRun = false, ...options }: RetryOptions) => {
      const places = names.map(parsePlace);
      if (dryRun && !(await isServed(context, 'gateway'))) return previewHere(context, places, options);
      const body = { ...(places.length > 0 && { places: places.map(placeName) }), dryRun };
      const { result } = await doneJob(context, options, 'parked/retries', body);
      const { results, more } = result as RetriesDone;
      const shown = dryRun
        ? results.map(asPreview)
        : results.map(({ place, visible, reason }) => ({ place, visible, reason }));
      printResult(context, options.json ?? false, { ...(dryRun && { dryRun }), results: shown, more }, () => [
        ...orNone(dryRun ? results.flatMap(describeResult) : results.map(describeRetried)),
        ...(more === 0 ? [] : [`… and ${more} more`]),
      ]);
      if ((result as RetriesDone).still > 0) process.exitCode = 1;
    });
}

interface RetriesDone {
  readonly still: number;
  readonly more: number;
  readonly results: readonly RetryResult[];
}

function asPreview({ visible, ...result }: RetryResult): object {
  return { ...result, wouldBeVisible: visible };
}

function describeRetried({ place, visible, reason, detail }: RetryResult): string {
  return `${place}: ${visible ? 'visible' : `still parked, ${reason ?? detail}`}`;
}

/** Of the fields of records their names alone: a hub that runs tells nobody's values. */
function describeResult({ place, visible, reason, detail, changes = [] }: RetryResult): string[] {
  if (!visible) return [`${place}: would stay parked, ${reason ?? 'not read'}: ${detail}`];
  if (changes.length === 0) return [`${place}: would be visible, and no record would change`];
  const rows = changes.map(({ subject, key, path }) => [`  ${subject} ${key}`, path]);
  return [`${place}: would be visible`, ...table([['  RECORD', 'FIELD'], ...rows])];
}

/** On a stopped hub. Without places: all that are not settled. */
async function previewHere(
  context: CommandContext,
  places: readonly ParkedPlace[],
  { json }: AdminOptions,
): Promise<void> {
  const results = await withInfrastructure(context.config, async (infrastructure) => {
    const previews = [];
    for (const place of places.length > 0 ? places : await listParked(infrastructure.pool)) {
      const { still, changes } = await previewRetry(infrastructure, place);
      const would = { wouldBeVisible: still === null, reason: still?.reason ?? null, detail: still?.detail ?? null };
      previews.push({ place: placeName(place), ...would, changes });
    }
    return previews;
  });
  printResult(context, json ?? false, { dryRun: true, results }, () => orNone(results.flatMap(describePreview)));
  if (results.some(({ wouldBeVisible }) => !wouldBeVisible)) process.exitCode = 1;
}

function orNone(lines: readonly string[]): string[] {
  return lines.length === 0 ? ['Nothing is parked.'] : [...lines];
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
  adminOptions(parked.command('settle <places...>'))
    .description('Says of parked events that they stay as they are: nobody is called for them again, in any version.')
    .requiredOption('--reason <text>', 'why, without personal data', parseReason)
    .action(async (names: string[], { reason, ...options }: AdminOptions & { reason: string }) => {
      const body = { places: names.map(parsePlace).map(placeName), why: reason };
      const { result } = await doneJob(context, options, 'parked/settlements', body);
      const { results } = result as { results: readonly { place: string; settled: boolean }[] };
      printResult(context, options.json ?? false, { results }, () =>
        results.map(({ place, settled }) => `${place}: ${settled ? 'settled' : 'no longer parked'}`),
      );
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

function parsePlace(text: string): ParkedPlace {
  const place = placeNamed(text);
  if (place !== null) return place;
  throw new HubError('wrong-use', `"${text}" is not a place: version/topic/slice/offset, as "hub parked list" shows.`);
}
