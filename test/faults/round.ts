import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '@hub/simulation';
import { eventually } from '../support/eventually.ts';
import { askReceipts, auditRecords } from './audit.ts';
import { allReady, type Clients, type FaultedHub, sayReady } from './faulted-hub.ts';
import { beginAll, type DrawnFault } from './kinds.ts';
import type { Counts, Ledger } from './ledger.ts';
import { startLoad } from './load.ts';
import { movedBack, type Offsets } from './offsets.ts';
import { type Path, type Probed, type Probing, startProbing } from './probe.ts';
import { beginRebuild, finishRebuild, type RebuildPlan } from './rebuilding.ts';

/** Everything that is kept between rounds. */
export interface Experiment {
  readonly hub: FaultedHub;
  readonly ledger: Ledger;
  readonly offsets: Offsets;
  readonly probed: Probed;
  readonly today: string;
  readonly perSecond: number;
  readonly interrupted: AbortSignal;
}

export interface RoundPlan {
  /** Names the round: whoever gives it as seed plays the round again. */
  readonly seed: string;
  readonly lives: { readonly seed: string; readonly first: number };
  readonly faults: readonly DrawnFault[];
  /** A rebuild that runs meanwhile; null for most rounds. */
  readonly rebuild: RebuildPlan | null;
}

/** Times in milliseconds; null: not within the bound, or not asked for. */
export interface RoundResult extends Counts {
  readonly seed: string;
  readonly kind: string;
  readonly where: string;
  readonly downMs: number;
  /** From the beginning of the fault until somebody else shows a new event: only where somebody else can. */
  readonly aroundMs: number | null;
  readonly asksAround: boolean;
  /** From the end of the fault until every gateway accepts, and until every query service shows what each accepted. */
  readonly acceptedMs: number | null;
  readonly visibleMs: number | null;
  readonly readyMs: number | null;
  /** Processes that said they were ready just before the end of the fault. */
  readonly readyMeanwhile: readonly string[];
  readonly logLines: Readonly<Record<string, number>>;
  /** What must not be: the round has failed where there is any. */
  readonly failures: readonly string[];
}

const warmMs = 2_000;
const aroundMsMax = 40_000;
const visibleMsMax = 120_000;
const afterMs = 2_000;
const readyMsMax = 120_000;
const settledMsMax = 60_000;
/** Within it, everything that was taken is shown again. */
const freshMsMax = 30_000;

/** One round: load, fault, its end, visible again, everything asked after. */
export async function playRound(
  experiment: Experiment,
  { seed, lives, faults, rebuild }: RoundPlan,
): Promise<RoundResult> {
  const { hub, ledger } = experiment;
  const clients = await hub.freshClients();
  const load = startLoad({
    ...experiment,
    seed,
    lives,
    gateways: hub.of('gateway').length,
    client: clients.report,
  });
  await pause(experiment, warmMs);
  await logLines(hub);
  const rebuilding = rebuild === null ? null : await beginRebuild(hub);
  const killing = setTimeout(() => rebuilding?.kill(), rebuild?.killAfterMs ?? 2 ** 31 - 1);
  const hurt = await hurtAndMeasure(experiment, clients, seed, faults);
  clearTimeout(killing);
  await pause(experiment, afterMs);
  const givenUp = await load.stop();
  for (const wire of Object.values(hub.wires)) wire.dropHung();
  if (hurt.visibleMs === null || hurt.readyMs === null) await hub.restart();
  const counts = ledger.takeCounts();
  return {
    seed,
    kind: faults.map(({ kind }) => kind.name).join('+'),
    ...hurt,
    where: [hurt.where, ...whatRebuild(rebuild)].filter((each) => each !== '').join(', '),
    ...counts,
    unanswered: counts.unanswered + givenUp,
    logLines: await logLines(hub),
    failures: [
      ...hub.takeFindings(),
      ...(hurt.visibleMs === null
        ? [`not visible again within ${visibleMsMax / 1_000} s: every process was killed and started again`]
        : []),
      ...(hurt.visibleMs !== null && hurt.visibleMs > freshMsMax
        ? [`visible again only after ${hurt.visibleMs / 1_000} s`]
        : []),
      ...(hurt.asksAround && hurt.aroundMs === null ? [`nobody else took over within ${aroundMsMax / 1_000} s`] : []),
      ...(hurt.readyMs === null ? [`not ready within ${readyMsMax / 1_000} s`] : []),
      ...(await settle(experiment)),
      ...(rebuilding === null ? [] : await finishRebuild(hub, rebuilding)),
    ],
  };
}

function whatRebuild(rebuild: RebuildPlan | null): readonly string[] {
  if (rebuild === null) return [];
  return [rebuild.killAfterMs === null ? 'during a rebuild' : 'during a rebuild, killed'];
}

async function hurtAndMeasure(experiment: Experiment, clients: Clients, seed: string, faults: readonly DrawnFault[]) {
  const { hub, ledger, probed } = experiment;
  const asksAround = faults.every(({ kind }) => kind.meanwhile === 'some') && faults.length === 1;
  const beganAt = Date.now();
  const begun = await beginAll(hub, faults, createRandom(seed, 'begin'));
  const probing = startProbing({
    round: seed,
    clients,
    ledger,
    probed,
    gateways: hub.of('gateway').length,
    queries: hub.of('query').length,
  });
  try {
    const around = asksAround ? await waitFor(experiment, probing, 'some', aroundMsMax) : null;
    let overAt = Date.now();
    let ready: Promise<number | null> | undefined;
    let readyMeanwhile: readonly string[] = [];
    await begun.end({
      onEnding: async () => {
        readyMeanwhile = await sayReady(hub.processes);
      },
      onOver: () => {
        overAt = Date.now();
        probing.again();
        ready = allReady(hub.processes, readyMsMax);
      },
    });
    const again = await waitFor(experiment, probing, 'every', visibleMsMax);
    return {
      where: begun.where,
      downMs: overAt - beganAt,
      asksAround,
      aroundMs: around === null ? null : around.visibleAt - beganAt,
      acceptedMs: again === null ? null : again.acceptedAt - overAt,
      visibleMs: again === null ? null : again.visibleAt - overAt,
      readyMs: (await ready) ?? null,
      readyMeanwhile,
    };
  } finally {
    await probing.stop();
  }
}

/** Waits until some path, or every path, is open; says when that was. */
async function waitFor(experiment: Experiment, probing: Probing, wanted: 'some' | 'every', timeoutMs: number) {
  const opened = () => {
    experiment.interrupted.throwIfAborted();
    const open = probing.paths.filter(isOpen);
    return wanted === 'some' ? open.length > 0 : open.length === probing.paths.length;
  };
  const found = await eventually(opened, { timeoutMs, everyMs: 20 }).catch(() => null);
  experiment.interrupted.throwIfAborted();
  if (found === null) return null;
  const open = probing.paths.filter(isOpen);
  const latest = wanted === 'some' ? Math.min : Math.max;
  return {
    acceptedAt: latest(...open.map(({ acceptedAt }) => acceptedAt)),
    visibleAt: latest(...open.map(({ visibleAt }) => visibleAt)),
  };
}

function isOpen(path: Path): path is Path & { acceptedAt: number; visibleAt: number } {
  return path.visibleAt !== null;
}

async function logLines(hub: FaultedHub): Promise<Readonly<Record<string, number>>> {
  const counted = await Promise.all(
    hub.processes.map(async (each) => [each.name, (await each.linesSinceLast()).length] as const),
  );
  return Object.fromEntries(counted);
}

/** Everything acknowledged in this round is visible, and all that was ever acknowledged stands where it should, once. */
async function settle({ hub, ledger, offsets }: Experiment): Promise<string[]> {
  const clients = await hub.freshClients();
  const hidden = await askReceipts(clients, ledger.takeAcknowledged(), settledMsMax);
  const audit = await auditRecords(hub, ledger);
  return [
    ...hidden.map((event) => `not visible: ${event}`),
    ...audit.lost.map((event) => `lost: ${event}`),
    ...audit.doubled.map((event) => `doubled: ${event}`),
    ...audit.parked.map((event) => `parked: ${event}`),
    ...(await movedBack(hub, offsets)),
  ];
}

async function pause({ interrupted }: Experiment, ms: number): Promise<void> {
  await delay(ms, undefined, { signal: interrupted });
}
