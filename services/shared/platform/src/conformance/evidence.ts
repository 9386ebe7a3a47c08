import type { Pool } from 'pg';
import { faultLine } from '../observability/fault-line.ts';
import type { Logger } from '../observability/logger.ts';
import type { ShownStep } from './steps.ts';

/** What clients have shown to this process. To note something is a look into a map; it is written on a beat. */
export interface Evidence {
  note(clientId: string, step: ShownStep, times?: number): void;
  /** Whether this process has seen it: what is costly to look for is looked for until then. */
  has(clientId: string, step: ShownStep): boolean;
  /** Resolves once all that was noted is stored, or could not be for the moment. */
  written(): Promise<void>;
  /** The same, and no beat any more. */
  close(): Promise<void>;
}

export const noEvidence: Evidence = {
  note: () => {},
  has: () => true,
  written: async () => {},
  close: async () => {},
};

interface Noted {
  readonly clientId: string;
  readonly step: ShownStep;
  readonly firstAtMs: number;
  lastAtMs: number;
  times: number;
}

/** By client and step. As many as there are clients and steps: who is no client notes nothing. */
type Notes = Map<string, Noted>;

interface Keeper {
  readonly pool: Pool;
  readonly seen: Set<string>;
  waiting: Notes;
}

const beatMs = 5_000;

/** Lost with a process that is killed: what was noted in its last seconds. */
export function openEvidence({ pool, logger }: { readonly pool: Pool; readonly logger: Logger }): Evidence {
  const keeper: Keeper = { pool, seen: new Set(), waiting: new Map() };
  const fault = faultLine(logger, {
    began: 'what clients show to work is not written down',
    ended: 'what clients show to work is written down again',
  });
  let writing = Promise.resolve();
  const written = () => {
    writing = writing.then(() => write(keeper).then(fault.worked, fault.failed));
    return writing;
  };
  const timer = setInterval(() => void written(), beatMs).unref();
  return {
    note: (clientId, step, times = 1) => note(keeper, { clientId, step, times }),
    has: (clientId, step) => keeper.seen.has(keyOf(clientId, step)),
    written,
    close: async () => {
      clearInterval(timer);
      await written();
    },
  };
}

function keyOf(clientId: string, step: ShownStep): string {
  return `${step} ${clientId}`;
}

function note({ seen, waiting }: Keeper, { clientId, step, times }: Pick<Noted, 'clientId' | 'step' | 'times'>): void {
  const key = keyOf(clientId, step);
  const now = Date.now();
  const known = waiting.get(key);
  if (known === undefined) {
    seen.add(key);
    waiting.set(key, { clientId, step, firstAtMs: now, lastAtMs: now, times });
    return;
  }
  known.lastAtMs = now;
  known.times += times;
}

async function write(keeper: Keeper): Promise<void> {
  const { waiting: notes } = keeper;
  if (notes.size === 0) return;
  keeper.waiting = new Map();
  try {
    await store(keeper.pool, [...notes.values()]);
  } catch (error) {
    putBack(keeper.waiting, notes);
    throw error;
  }
}

/** What came meanwhile is later than these. */
function putBack(waiting: Notes, notes: Notes): void {
  for (const [key, early] of notes) {
    const late = waiting.get(key);
    const { lastAtMs, times } = late ?? { lastAtMs: early.lastAtMs, times: 0 };
    waiting.set(key, { ...early, lastAtMs, times: early.times + times });
  }
}

async function store(pool: Pool, notes: readonly Noted[]): Promise<void> {
  const instant = (ms: number) => new Date(ms).toISOString();
  // In one order, so that two processes wait for no row crosswise.
  await pool.query(
    `insert into conformance.shown as known (client_id, step, first_at, last_at, times)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bigint[])
       as noted (client_id, step, first_at, last_at, times) order by client_id, step
     on conflict (client_id, step) do update set first_at = least(known.first_at, excluded.first_at),
       last_at = greatest(known.last_at, excluded.last_at), times = known.times + excluded.times`,
    [
      notes.map(({ clientId }) => clientId),
      notes.map(({ step }) => step),
      notes.map(({ firstAtMs }) => instant(firstAtMs)),
      notes.map(({ lastAtMs }) => instant(lastAtMs)),
      notes.map(({ times }) => times),
    ],
  );
}
