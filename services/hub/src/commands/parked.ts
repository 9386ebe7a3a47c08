import { topics } from '@hub/contracts';
import { HubError } from '@hub/core';
import { listParked, type ParkedEvent, type ParkedPlace } from '@hub/platform';
import { retryParked, showParked } from '@hub/projector';
import { printResult, type Register, table } from '../terminal/command-line.ts';
import { requireRunningHub, withDatabase, withInfrastructure } from './reach.ts';

export const registerParked: Register = (program, context) => {
  const parked = program.command('parked').description('Events on the log that the projector could not read.');
  parked
    .command('list')
    .description('Where they are, and why.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const events = await withDatabase(context.config, ({ pool }) => listParked(pool));
      printResult(context, options.json ?? false, { parked: events }, () =>
        events.length === 0
          ? ['Nothing is parked.']
          : table([
              ['PLACE', 'REASON', 'SINCE', 'DETAIL'],
              ...events.map((e) => [placeName(e), e.reason, e.parkedAt, e.detail]),
            ]),
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
      const shown = { ...found.parked, headers: found.message.headers, value: found.message.value.toString() };
      printResult(context, options.json ?? false, shown, () => [JSON.stringify(shown, null, 2)]);
    });
  parked
    .command('retry [places...]')
    .description('Reads parked events again and projects them; without places: all of them.')
    .option('--json', 'one JSON document')
    .action(async (places: string[], options: { json?: boolean }) => {
      await requireRunningHub(context.config);
      const results = await withInfrastructure(context.config, async (infrastructure) => {
        const wanted = places.length > 0 ? places.map(parsePlace) : await listParked(infrastructure.pool);
        const outcomes: { place: string; visible: boolean; reason: string | null }[] = [];
        for (const place of wanted) {
          const still = await retryParked(infrastructure, place);
          outcomes.push({ place: placeName(place), visible: still === null, reason: still?.reason ?? null });
        }
        return outcomes;
      });
      printResult(context, options.json ?? false, { results }, () =>
        results.map(({ place, reason }) => `${place}: ${reason === null ? 'visible' : `still parked, ${reason}`}`),
      );
      if (results.some((result) => !result.visible)) process.exitCode = 1;
    });
};

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
