import {
  type AttentionCounts,
  failingChecks,
  type HubStatus,
  type ProjectionStatus,
  type ReportedProcess,
  readHubStatus,
  type ServiceStates,
  type VersionStatus,
} from '@hub/platform';
import { countWords } from '@hub/simulation';
import { type ConsumerState, readConsumerStates } from '../start/consumer-states.ts';
import { type RunFile, readRunFiles, type ServiceName, serviceNames } from '../start/run-file.ts';
import { type CommandContext, printResult, type Register, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { findLogOf, isServed, withDatabase } from './reach.ts';

export const registerStatus: Register = (program, context) => {
  adminOptions(program.command('status'))
    .description('Which processes live and whether events are taken, projected and shown; log, slices, lag, versions.')
    .action(async (options: AdminOptions) => {
      const runs = await readRunFiles(context.config.dataDir);
      const { at: _, ...state } = await readState(context, options);
      const { processes, services, alarms, logNotReached } = state;
      const consumers = await readConsumerStates(context.config.dataDir);
      const hub = runs.map(({ url, pid, version, log, services: served }) => ({
        url,
        pid,
        version,
        log,
        services: served,
      }));
      const document = { hub: hub[0] ?? null, ...state, consumers: consumers.map(shownConsumer) };
      printResult(context, options.json ?? false, document, () => [
        ...(runs.length === 0 ? ['No hub runs on this data directory.'] : runs.map(describeRun)),
        '',
        ...describeProcesses(processes, services),
        '',
        ...describeLog(state, logNotReached),
        '',
        ...describeStatus(state),
        ...describeAlarms(alarms),
        ...describeConsumers(consumers),
      ]);
    });
};

/**
 * As the administration of the hub says; where no gateway answers here, as the database does: status is asked where something
 * is away.
 */
async function readState(context: CommandContext, options: AdminOptions): Promise<HubStatus> {
  if (await isServed(context, 'gateway')) return askAdmin<HubStatus>(context, options, 'status');
  return withDatabase(context.config, async (database, stores) => {
    const open = await findLogOf(database, stores, logMsMax);
    return readHubStatus(database.pool, open);
  });
}

function describeAlarms(alarms: Readonly<Record<string, number>>): string[] {
  const ringing = Object.entries(alarms).map(([kind, count]) => `${kind} ${count}`);
  return ringing.length === 0 ? [] : ['', `Alarms that ring: ${ringing.join(', ')} (hub alarms list)`];
}

/** Without what is of use to the consumer alone. */
function shownConsumer({ cursor: _, waiting, learned: { day, of }, ...state }: ConsumerState) {
  return { ...state, waiting: Object.keys(waiting).length, learned: { day, counts: countWords(of) } };
}

/** Partners of the demo that follow what changes: how far each is, then what it reported or learned, in a line each. */
function describeConsumers(consumers: readonly ConsumerState[]): string[] {
  if (consumers.length === 0) return [];
  const rows = consumers.map(({ name, feed, items, refused, waiting, isBehind, readAt }) => [
    ...[name, feed, items, isBehind ? 'behind' : 'level', readAt ?? 'never', refused, Object.keys(waiting).length],
  ]);
  const head = ['CONSUMER', 'FOLLOWS', 'ITEMS', '', 'LAST READ', 'REFUSED', 'WAITING'];
  const opened = consumers.find(({ name }) => name === 'eos')?.reported['path-planned'] ?? 0;
  return [
    '',
    `Partners of the demo that follow; EOS opened ${opened} files prefilled:`,
    ...table([head, ...rows]),
    '',
    ...table([['CONSUMER', 'REPORTED, OR LEARNED ON A DAY'], ...consumers.map(describeLearned)]),
  ];
}

function describeLearned({ name, reported, learned: { day, of } }: ConsumerState): string[] {
  const learned = said(countWords(of));
  const told = [said(reported), learned === '' ? '' : `${day}: ${learned}`].filter((each) => each !== '');
  return [name, told.join('; ') || '–'];
}

function said(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}

const logMsMax = 4_000;

const works: Readonly<Record<ServiceName, { readonly does: string; readonly doesNot: string }>> = {
  gateway: { does: 'events are taken', doesNot: 'no event is taken' },
  projector: { does: 'events are projected', doesNot: 'no event is projected' },
  query: { does: 'readers are answered', doesNot: 'readers are not answered' },
  dispatcher: { does: 'webhooks are delivered', doesNot: 'no webhook is delivered' },
  console: { does: 'pages are shown', doesNot: 'no page is shown' },
};

function describeRun({ url, pid, log, services }: RunFile): string {
  return `${url}, process ${pid} (${services.join(', ')}), log: ${log}`;
}

function describeProcesses(processes: readonly ReportedProcess[], services: ServiceStates): string[] {
  const rows = processes.flatMap((each) =>
    each.services.map((service) => [
      service,
      `${each.host} ${each.pid}`,
      each.version,
      each.address,
      stateOf(each, service),
    ]),
  );
  const missing = serviceNames.filter((service) => services[service].living === 0);
  return [
    ...(rows.length === 0 ? [] : table([['SERVICE', 'PROCESS', 'RELEASE', 'ADDRESS', 'STATE'], ...rows])),
    ...missing.map((service) => `No ${service} is heard of: ${works[service].doesNot}.`),
  ];
}

function stateOf(each: ReportedProcess, service: string): string {
  if (!each.heard) return `not heard of since ${each.seenAt}`;
  const work = works[service as ServiceName];
  const failing = failingChecks(each, service);
  return failing.length === 0 ? work.does : `${work.doesNot} (${failing.join(', ')})`;
}

function describeLog({ logEpoch, logSlices, logEvents }: ProjectionStatus, logNotReached: string | null): string[] {
  if (logEvents === null) return [`The log was not reached, and lag is not known. ${logNotReached}`];
  const events = Object.entries(logEvents);
  const total = events.reduce((sum, [, count]) => sum + count, 0);
  return [
    `Log ${logEpoch}: ${total} events, ${logSlices} slices a topic`,
    ...table(events.map(([topic, count]) => [`  hub.${topic}`, count])),
  ];
}

function describeStatus(projection: ProjectionStatus): string[] {
  return [
    ...table([
      ['VERSION', 'STATE', 'SLICES OWNED', 'PROJECTORS', 'LAG (EVENTS)', 'LAG (S)', 'PARKED'],
      ...projection.versions.map((version) => [
        version.version,
        versionState(version),
        ownedSlices(version),
        version.projectors,
        version.lagEvents ?? 'unknown',
        version.lagSeconds === null ? 'unknown' : Math.round(version.lagSeconds),
        version.parked,
      ]),
    ]),
    ...describeFreshness(projection),
    ...describeEchoes(projection),
    ...describeUnfinished(projection.versions),
    ...(projection.attention === null ? [] : describeAttention(projection.attention)),
  ];
}

/** What readers are promised, and what of it is not kept at present. */
function describeFreshness({ freshness }: ProjectionStatus): string[] {
  const { promisedSeconds = null, behindSince = null, minutes = 0, sources = [] } = freshness ?? {};
  if (promisedSeconds === null) return [];
  const behind = behindSince === null ? [] : [`Late since ${behindSince}: readers see what is older than promised.`];
  const promise = `Events are promised to be visible within ${promisedSeconds} s; of the last ${minutes} minutes:`;
  const rows = sources.map(({ source, topic, events, p50Seconds, p99Seconds, late, lateSince, lateBefore }) => [
    ...[source, `hub.${topic}`, events, seconds(p50Seconds), seconds(p99Seconds), late],
    lateSince === null ? '' : `late since ${lateBefore ? 'before ' : ''}${lateSince}`,
  ]);
  const nothing = 'no event that was received while its projector was level with the log';
  const head = ['SOURCE', 'TOPIC', 'EVENTS', 'P50 (S)', 'P99 (S)', 'LATE', ''];
  return ['', ...behind, ...(rows.length === 0 ? [`${promise} ${nothing}.`] : [promise, ...table([head, ...rows])])];
}

/** How soon one source shows what another reported. */
function describeEchoes({ echoes }: ProjectionStatus): string[] {
  if (echoes === null || echoes.pairs.length === 0) return [];
  const rows = echoes.pairs.map(({ origin, source, echoes: count, p50Seconds, p99Seconds }) => [
    ...[origin, source, count, seconds(p50Seconds), seconds(p99Seconds)],
  ]);
  const head = ['OF', 'SHOWN BY', 'ECHOES', 'P50 (S)', 'P99 (S)'];
  return ['', `Echoes of the last ${echoes.hours} hours, from receipt to receipt:`, ...table([head, ...rows])];
}

function seconds(value: number): string {
  return value.toFixed(2);
}

/** Trainee topics and offers are read apart: a projector owns slices of each kind. */
function ownedSlices({ slices: { trainee, offer } }: VersionStatus): string {
  return `trainee ${trainee.owned}/${trainee.slices}, offer ${offer.owned}/${offer.slices}`;
}

const states: Readonly<Record<VersionStatus['state'], string>> = {
  active: 'active',
  ready: 'ready',
  filling: 'being built',
  unfinished: 'unfinished',
  verifying: 'verifies, then goes',
  left: 'left by a verification',
};

/** The shape of its rows is said where this hub does not read it. */
function versionState({ state, shape, readable }: VersionStatus): string {
  return readable ? states[state] : `${states[state]}, shape ${shape}`;
}

/** What nobody goes on with takes room until somebody says what becomes of it. */
function describeUnfinished(versions: readonly VersionStatus[]): string[] {
  return versions.flatMap(({ version, state }) => {
    if (state === 'left') return [`${version} is dropped by the next verification, rebuild or start.`];
    if (state !== 'unfinished') return [];
    return [`${version} was left unfinished: "hub rebuild" with its rules goes on, "hub retire ${version}" drops it.`];
  });
}

function describeAttention(counts: AttentionCounts): string[] {
  const { dossiers, anomalies, echoesAwaited, expected, overdue, undated, mayBeSeveral } = counts;
  return [
    '',
    `${dossiers} dossiers; expectations past their day in ${overdue}, with a day that only the session knows in ${undated}`,
    ...table([['ANOMALY', 'DOSSIERS'], ...counted(anomalies)]),
    '',
    ...table([['EXPECTED', 'DOSSIERS'], ...counted(expected)]),
    ...(echoesAwaited === 0
      ? []
      : ['', `${echoesAwaited} dossiers wait for an echo, or miss it: code echo-missing of the lists`]),
    ...(mayBeSeveral === 0 ? [] : ['', `${mayBeSeveral} trainees may be several persons: hub link several`]),
  ];
}

function counted(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}
