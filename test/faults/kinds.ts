import { setTimeout as delay } from 'node:timers/promises';
import { between, pick, type Random } from '@hub/simulation';
import type { Wire, WireFault } from '../support/wire.ts';
import type { DatabaseServer } from './database-server.ts';
import type { FaultedHub } from './faulted-hub.ts';
import type { Service, ServiceProcess } from './service-process.ts';

/** A fault that was begun and can be ended. */
export interface BegunFault {
  /** `projector-2`, for the line of the round; empty where the kind says it all. */
  readonly where: string;
  /** Puts right what was hurt, and resolves once it is right: a server answers, a process is started. */
  end(): Promise<void>;
}

export interface FaultKind {
  readonly name: string;
  readonly says: string;
  /**
   * What goes on meanwhile. `some`: somebody else can do the work, and a way through must open while the fault lasts.
   * `none`: nobody can until its end.
   */
  readonly meanwhile: 'some' | 'none';
  /** From when on the time until visible again is counted: since its end was ordered (a process of the hub starts), or is done. */
  readonly over: 'ordered' | 'done';
  /** How long it lasts, in seconds: drawn between these two. */
  readonly seconds: readonly [least: number, most: number];
  begin(hub: FaultedHub, random: Random): Promise<BegunFault>;
}

const what = { postgres: 'the hub', keys: 'the keys', kafka: 'the log' } as const;
const nothingToEnd: BegunFault = { where: '', end: async () => {} };
const services: readonly Service[] = ['gateway', 'projector', 'query'];

/** Every kind of fault, by name; `npm run faults -- --list` prints them. */
export const faultKinds: readonly FaultKind[] = [
  ...services.flatMap(ofService),
  ...(['postgres', 'keys'] as const).flatMap(ofServer),
  ...(['postgres', 'keys', 'kafka'] as const).flatMap(ofWire),
  ...ofBroker(),
];

function ofService(service: Service): FaultKind[] {
  const one = (hub: FaultedHub, random: Random) => pick(random, hub.of(service));
  const back = (process: ServiceProcess) => ({ where: process.name, end: () => process.start() });
  return [
    {
      name: `${service}-kill`,
      says: `kill -9 of one ${service}, started again later`,
      meanwhile: 'some',
      over: 'ordered',
      seconds: [3, 6],
      async begin(hub, random) {
        const hurt = one(hub, random);
        await hurt.stop('SIGKILL');
        return back(hurt);
      },
    },
    {
      name: `${service}-stop`,
      says: `SIGTERM to one ${service}, started again later`,
      meanwhile: 'some',
      over: 'ordered',
      seconds: [3, 6],
      async begin(hub, random) {
        const hurt = one(hub, random);
        const stopped = hurt.stop('SIGTERM');
        return {
          where: hurt.name,
          end: async () => {
            await stopped;
            await hurt.start();
          },
        };
      },
    },
    {
      name: `${service}-freeze`,
      says: `SIGSTOP of one ${service}, then SIGCONT`,
      meanwhile: 'some',
      over: 'ordered',
      seconds: [4, 15],
      async begin(hub, random) {
        const hurt = one(hub, random);
        hurt.freeze('SIGSTOP');
        return { where: hurt.name, end: async () => hurt.freeze('SIGCONT') };
      },
    },
    {
      name: `${service}-kill-all`,
      says: `kill -9 of every ${service} at once, started again later`,
      meanwhile: 'none',
      over: 'ordered',
      seconds: [0, 4],
      async begin(hub) {
        await Promise.all(hub.of(service).map((each) => each.stop('SIGKILL')));
        return { where: '', end: () => all(hub.of(service).map((each) => each.start())) };
      },
    },
  ];
}

async function all(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.all(work);
}

function ofServer(name: 'postgres' | 'keys'): FaultKind[] {
  const server = (hub: FaultedHub): DatabaseServer => (name === 'postgres' ? hub.database : hub.keys);
  const stopped = (way: string, signal: NodeJS.Signals, says: string): FaultKind => ({
    name: `${name}-${way}`,
    says: `${says} of the PostgreSQL of ${what[name]}, started again later`,
    meanwhile: 'none',
    over: 'done',
    seconds: [1, 6],
    async begin(hub) {
      await server(hub).signal(signal);
      return {
        where: '',
        end: async () => {
          // A smart stop waits for sessions that never end.
          await server(hub).signal('SIGINT');
          await server(hub).start();
        },
      };
    },
  });
  return [
    stopped('immediate', 'SIGQUIT', 'immediate stop (SIGQUIT)'),
    stopped('fast', 'SIGINT', 'fast stop (SIGINT)'),
    stopped('smart', 'SIGTERM', 'smart stop (SIGTERM)'),
    {
      name: `${name}-kill`,
      says: `kill -9 of every process of the PostgreSQL of ${what[name]}, started again later`,
      meanwhile: 'none',
      over: 'done',
      seconds: [1, 6],
      async begin(hub) {
        await server(hub).killAll();
        return { where: '', end: () => server(hub).start() };
      },
    },
    {
      name: `${name}-sessions-ended`,
      says: `pg_terminate_backend of every session of ${what[name]}`,
      meanwhile: 'none',
      over: 'done',
      seconds: [0, 0],
      async begin(hub) {
        await server(hub).terminateSessions();
        return nothingToEnd;
      },
    },
    {
      name: `${name}-sessions-frozen`,
      says: `SIGSTOP of everything that the postmaster of ${what[name]} started, then SIGCONT`,
      meanwhile: 'none',
      over: 'done',
      seconds: [3, 20],
      async begin(hub) {
        await server(hub).freezeSessions('SIGSTOP');
        return { where: '', end: () => server(hub).freezeSessions('SIGCONT') };
      },
    },
    {
      name: `${name}-read-only`,
      says: `the PostgreSQL of ${what[name]} takes no writes for a while`,
      meanwhile: 'none',
      over: 'done',
      seconds: [3, 8],
      async begin(hub) {
        await server(hub).readOnly(true);
        return { where: '', end: () => server(hub).readOnly(false) };
      },
    },
    {
      name: `${name}-disk-limit`,
      says: `no file of the PostgreSQL of ${what[name]} may grow (prlimit): it stops as on a full disk, started again later`,
      meanwhile: 'none',
      over: 'done',
      seconds: [3, 8],
      async begin(hub) {
        // A segment of the write-ahead log is four times as large; no table is yet.
        await server(hub).limitFiles(4 << 20);
        return {
          where: '',
          end: async () => {
            await server(hub).limitFiles(null);
            await server(hub).start();
          },
        };
      },
    },
    {
      name: `${name}-full`,
      says: `the disk of the PostgreSQL of ${what[name]} has no room for a while (planted: SQLSTATE 53100)`,
      meanwhile: 'none',
      over: 'done',
      seconds: [3, 8],
      async begin(hub) {
        await server(hub).full(true);
        return { where: '', end: () => server(hub).full(false) };
      },
    },
  ];
}

function ofWire(name: 'postgres' | 'keys' | 'kafka'): FaultKind[] {
  const wire = ({ wires }: FaultedHub): Wire => (name === 'postgres' ? wires.database : wires[name]);
  const broken = (way: string, fault: WireFault, says: string, seconds: readonly [number, number]): FaultKind => ({
    name: `${name}-wire-${way}`,
    says: `${says} to ${what[name]}`,
    meanwhile: 'none',
    over: 'done',
    seconds,
    async begin(hub) {
      await wire(hub).break(fault);
      return { where: '', end: () => wire(hub).heal() };
    },
  });
  const old = (way: string, work: (wire: Wire) => void, says: string): FaultKind => ({
    name: `${name}-wire-${way}`,
    says: `${says} to ${what[name]}`,
    meanwhile: 'none',
    over: 'done',
    seconds: [0, 0],
    async begin(hub) {
      work(wire(hub));
      return nothingToEnd;
    },
  });
  return [
    old('half-open', (hurt) => hurt.hangOld(), 'every connection there is hangs for good, new ones pass,'),
    old('cut', (hurt) => hurt.cutOld(), 'every connection there is is reset, new ones pass,'),
    broken('silent', { how: 'hang' }, 'no byte passes, new connections hang too,', [3, 25]),
    broken('refused', { how: 'refuse' }, 'connections are reset and new ones refused', [1, 8]),
    broken('slow', { how: 'slow', delayMs: 400 }, 'every byte comes 400 ms later', [4, 10]),
  ];
}

function ofBroker(): FaultKind[] {
  const stopped = (way: string, signal: NodeJS.Signals, says: string): FaultKind => ({
    name: `kafka-${way}`,
    says: `${says} of the broker, started again later`,
    meanwhile: 'none',
    over: 'done',
    seconds: [1, 6],
    async begin({ kafka }) {
      await kafka.signal(signal);
      return { where: '', end: () => kafka.start() };
    },
  });
  return [
    stopped('kill', 'SIGKILL', 'kill -9'),
    stopped('stop', 'SIGTERM', 'clean stop'),
    {
      name: 'kafka-freeze',
      says: 'SIGSTOP of the broker, then SIGCONT',
      meanwhile: 'none',
      over: 'done',
      seconds: [3, 20],
      async begin({ kafka }) {
        await kafka.signal('SIGSTOP');
        return { where: '', end: () => kafka.signal('SIGCONT') };
      },
    },
  ];
}

/** What one round does: drawn from the seed of the round alone. */
export interface DrawnFault {
  readonly kind: FaultKind;
  readonly seconds: number;
}

export function drawFault(kind: FaultKind, random: Random): DrawnFault {
  const [least, most] = kind.seconds;
  return { kind, seconds: between(random, least * 10, most * 10) / 10 };
}

/** The faults of a round, begun together. */
export interface BegunFaults {
  readonly where: string;
  /** Ends each after its time, from the shortest to the longest. */
  end(hooks: {
    /** Before the first is ended: a last look at the hub that is hurt. */
    readonly onEnding: () => Promise<void>;
    /** When the last one is over. */
    readonly onOver: () => void;
  }): Promise<void>;
}

export async function beginAll(hub: FaultedHub, faults: readonly DrawnFault[], random: Random): Promise<BegunFaults> {
  const began = Date.now();
  const begun = await Promise.all(
    faults.map(async ({ kind, seconds }) => ({ kind, seconds, ...(await kind.begin(hub, random)) })),
  );
  const names = begun.map(({ where }) => where).filter((name) => name !== '');
  return {
    where: names.join(' '),
    async end({ onEnding, onOver }) {
      let left = begun.length;
      const over = () => {
        left -= 1;
        if (left === 0) onOver();
      };
      // A service that starts may have to wait for the store that the other fault keeps away.
      const endings: Promise<void>[] = [];
      for (const { kind, seconds, end } of begun.sort((a, b) => a.seconds - b.seconds)) {
        await delay(Math.max(0, seconds * 1_000 - (Date.now() - began)));
        if (left === begun.length && seconds > 0) await onEnding();
        if (kind.over === 'ordered') over();
        endings.push(end().then(() => (kind.over === 'done' ? over() : undefined)));
      }
      await Promise.all(endings);
    },
  };
}
