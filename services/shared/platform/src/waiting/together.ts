import { setImmediate } from 'node:timers/promises';

/** Calls that go as one while others are on their way. */
export interface Together<Asked, Found> {
  ask(asked: Asked): Promise<Found>;
  /** How many wait for a group. */
  waiting(): number;
  /** Resolves once nothing waits and nothing is on its way. */
  settled(): Promise<void>;
}

/**
 * Calls that come while others are on their way wait and go as one: under load a round trip serves many, and a call that
 * comes alone waits for nobody. `run` answers in the order of what it is asked; where it rejects, all of its calls do.
 */
export function together<Asked, Found>(
  run: (asked: readonly Asked[]) => Promise<readonly Found[]>,
  bounds: {
    /** What goes as one, at most; one that is more goes alone. */
    readonly most: number;
    /** Default: each call is one. */
    readonly weigh?: (asked: Asked) => number;
    /** Groups on their way at the same time: one that waits for a dead wire does not hold all. */
    readonly groups: number;
  },
): Together<Asked, Found> {
  const { most, groups, weigh = () => 1 } = bounds;
  const waiting: Waiting<Asked, Found>[] = [];
  const runs = new Set<Promise<void>>();
  let running = 0;
  const runAll = async () => {
    running += 1;
    // Whoever asks at the same moment goes with the first.
    await setImmediate();
    while (waiting.length > 0) await runGroup(run, takeGroup(waiting, most, weigh));
    // At once, and not when the promise is settled: who asks in between would wait for good.
    running -= 1;
  };
  return {
    ask: (asked) =>
      new Promise((resolve, reject) => {
        waiting.push({ asked, resolve, reject });
        if (running >= groups) return;
        const ran: Promise<void> = runAll().finally(() => runs.delete(ran));
        runs.add(ran);
      }),
    waiting: () => waiting.length,
    settled: async () => {
      while (runs.size > 0) await Promise.all(runs);
    },
  };
}

interface Waiting<Asked, Found> {
  readonly asked: Asked;
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

function takeGroup<Asked, Found>(
  waiting: Waiting<Asked, Found>[],
  most: number,
  weigh: (asked: Asked) => number,
): readonly Waiting<Asked, Found>[] {
  let weight = 0;
  let count = 0;
  for (const { asked } of waiting) {
    weight += weigh(asked);
    if (count > 0 && weight > most) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

async function runGroup<Asked, Found>(
  run: (asked: readonly Asked[]) => Promise<readonly Found[]>,
  group: readonly Waiting<Asked, Found>[],
): Promise<void> {
  try {
    const found = await run(group.map(({ asked }) => asked));
    for (const [index, { resolve }] of group.entries()) resolve(found[index] as Found);
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
