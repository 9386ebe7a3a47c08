import type { CloudEvent } from '@hub/contracts';
import { addDays } from '@hub/core';
import { parisInstant } from './calendar.ts';
import { simulatedFunding, simulatedFundings, simulatedLife } from './life.ts';
import { clientOf } from './partners.ts';
import { between, chance, createRandom } from './random.ts';
import { reportDirectly, type SystemSimulator } from './report-directly.ts';
import { type SimulatedFunding, type SimulatedSession, type SimulationOptions, simulatedSession } from './sessions.ts';
import type { SessionStep, SimulatedStep, SimulatedSystem } from './steps.ts';

/**
 * Lives are invented by cohorts of so many trainees, each with sessions of its own. They come in time order within a
 * cohort, and memory holds one cohort only, however many trainees there are.
 */
export const cohortTrainees = 5_000;

export interface SimulateOptions extends SimulationOptions {
  /** Trainees are counted from this one on; default 0. Simulations of one seed that do not overlap have nobody in common. */
  readonly first?: number;
  /** Systems to play; default: all. */
  readonly systems?: readonly SimulatedSystem[];
  /** Who plays a system in its own format; the others report events directly. EOS is silent without its own. */
  readonly simulators?: Readonly<Partial<Record<SimulatedSystem, SystemSimulator>>>;
}

/** What one system sends at one moment. */
export interface SimulatedItem {
  readonly system: SimulatedSystem;
  /** Under whose credentials. */
  readonly clientId: string;
  /** Epoch milliseconds of the simulated sending. */
  readonly sentAt: number;
  /** The system's own record, where an adapter translated it. */
  readonly native?: unknown;
  readonly events: readonly CloudEvent[];
  /** Trainees done when this item is sent: grows from 0 to `total`. */
  readonly progress: number;
}

export interface Simulation {
  /** The end of `progress`: the number of trainees. */
  readonly total: number;
  readonly items: Iterable<SimulatedItem>;
}

/** The same options give the same items, byte for byte. Everything lies before the morning of `today`. */
export function simulateAll(options: SimulateOptions): Simulation {
  return { total: options.trainees, items: items(options) };
}

function* items(options: SimulateOptions): Generator<SimulatedItem> {
  for (let done = 0; done < options.trainees; done += cohortTrainees) {
    yield* cohortItems(options, done, Math.min(cohortTrainees, options.trainees - done));
  }
}

function* cohortItems(options: SimulateOptions, done: number, count: number): Generator<SimulatedItem> {
  const systems = options.systems === undefined ? null : new Set(options.systems);
  const steps = [...cohortSteps(options, (options.first ?? 0) + done, count)].sort((a, b) => a.sentAt - b.sentAt);
  for (const [place, lived] of steps.entries()) {
    const step = options.filesOpenedByConsumers === true ? withoutFilesOfEos(lived) : lived;
    if (step === null) continue;
    if (systems !== null && !systems.has(step.system)) continue;
    const { native, events } = (options.simulators?.[step.system] ?? reportDirectly)(step);
    if (events.length === 0) continue;
    yield {
      system: step.system,
      clientId: clientOf[step.system],
      sentAt: step.sentAt,
      ...(native === undefined ? {} : { native }),
      events,
      progress: done + Math.floor(((place + 1) / steps.length) * count),
    };
  }
}

/** Null: the step is a consumer's. The lines of the Région name no file that EOS has not opened. */
function withoutFilesOfEos(step: SimulatedStep): SimulatedStep | null {
  if (step.about === 'eos-dossier') return step.dossier.funding === 'prf' ? null : step;
  if (step.about !== 'trainee' || step.funding !== 'prf') return step;
  if (step.origin?.source === 'eos') return null;
  return { ...step, training: step.training.filter((reference) => !reference.startsWith('file:eos:')) };
}

function* cohortSteps(options: SimulationOptions, first: number, count: number): Generator<SimulatedStep> {
  const sessions = cohortSessions(options, first, count);
  for (const session of [...sessions.values()].flat()) yield* sessionSteps(options, session);
  for (let index = first; index < first + count; index += 1) {
    const funding = simulatedFunding(options.seed, 'trainee', index);
    yield* simulatedLife(options, index, sessions.get(funding) ?? []).steps;
  }
}

/** The offer of the trainees from `first` on: a session for about ten of them, at least one of each type of funding. */
export function cohortSessions(
  options: SimulationOptions,
  first: number,
  count: number,
): ReadonlyMap<SimulatedFunding, readonly SimulatedSession[]> {
  const sessions = new Map<SimulatedFunding, SimulatedSession[]>(simulatedFundings.map((funding) => [funding, []]));
  // Numbers of sessions never overlap between cohorts: each has room for a session of every trainee.
  const base = first + Math.floor(first / cohortTrainees) * simulatedFundings.length;
  const extra = Math.ceil(count / 10);
  for (let place = 0; place < simulatedFundings.length + extra; place += 1) {
    const index = base + place;
    const funding = simulatedFundings[place] ?? simulatedFunding(options.seed, 'session', index);
    sessions.get(funding)?.push(simulatedSession(options, index, funding));
  }
  return sessions;
}

/** What EOS declares stands in the CARIF's offer on the day after. */
function publishersOf({ registry }: SimulatedSession) {
  const carif = { system: 'ofeli', daysLater: registry === 'eos' ? 1 : 0 } as const;
  return registry === 'eos' ? [{ system: 'eos', daysLater: 0 } as const, carif] : [carif];
}

/** A session's own life: published (again where something changed), its interruptions, its ways to be recruited. */
function sessionSteps(options: SimulationOptions, session: SimulatedSession): SimulatedStep[] {
  const random = createRandom(options.seed, 'offer', session.index);
  const steps: SessionStep[] = [];
  const at = (day: string): { recordedAt: number; sentAt: number } => {
    const recordedAt = parisInstant(day, between(random, 480, 1080));
    return { recordedAt, sentAt: recordedAt + between(random, 1, 60) * 1000 };
  };
  const common = { about: 'session', session } as const;
  const id = (what: string): string => `${what}-${session.number}`;
  const kind = 'session-published';
  const again = chance(random, 0.2);
  for (const { system, daysLater } of publishersOf(session)) {
    const day = addDays(session.publishedOn, daysLater);
    steps.push({ ...common, system, kind, id: id('S1'), version: 1, ...at(day) });
    if (again) steps.push({ ...common, system, kind, id: id('S2'), version: 2, ...at(addDays(day, 9)) });
  }
  for (const facts of session.interruptions) {
    const day = at(addDays(session.publishedOn, 2));
    steps.push({ ...common, system: 'ofeli', kind: 'session-interruption-planned', id: id('INT'), facts, ...day });
    if (session.registry !== '07' || !chance(random, 0.3)) continue;
    // Kairos asks for it again when the recruitment is programmed (Kairos guide 2021, l. 200-214).
    const anew = at(addDays(session.publishedOn, 3));
    steps.push({ ...common, system: 'kairos', kind: 'session-interruption-planned', id: id('K-INT'), facts, ...anew });
  }
  if (session.funding !== 'opco' && session.funding !== 'prf-direct') {
    for (const slot of session.slots) {
      const opened = at(addDays(session.publishedOn, 1));
      const system = slot.mode === 'candidature' ? 'kairos-ng' : 'kairos';
      steps.push({ ...common, system, kind: 'recruitment-opened', id: slot.id, slot, ...opened });
    }
  }
  return steps.filter(({ sentAt }) => sentAt < parisInstant(options.today, 0));
}
