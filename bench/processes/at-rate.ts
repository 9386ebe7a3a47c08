import { setTimeout as delay } from 'node:timers/promises';
import { parisDay } from '@hub/core';
import { type SimulatedItem, simulateAll } from '@hub/simulation';

/** So many events of dossiers, of simulated lives, one an item. */
export function* dossierEvents(seed: string, wanted: number): Generator<SimulatedItem> {
  const simulation = simulateAll({ seed, trainees: wanted, today: parisDay(Date.now()), mess: 0 });
  let given = 0;
  for (const item of simulation.items) {
    if (item.events[0]?.data.trainee === undefined || item.events[0].data.training === undefined) continue;
    yield item;
    given += 1;
    if (given === wanted) return;
  }
}

/** Starts each at its own moment, whether or not the ones before have ended, and waits for all. */
export async function atRate<Item>(
  items: Iterable<Item>,
  perSecond: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  const underWay: Promise<void>[] = [];
  let index = 0;
  for (const item of items) {
    const waitMs = started + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 1) await delay(waitMs);
    underWay.push(work(item, index));
    index += 1;
  }
  await Promise.all(underWay);
}
