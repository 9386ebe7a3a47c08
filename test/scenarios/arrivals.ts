import { addDays, daysBetween, parisDay } from '@hub/core';
import * as fc from 'fast-check';
import { type Case, type ReportedEvent, session, shifted } from './scenario.ts';

/** What one partner system sends at once, and through which of two gateways. */
export interface Arrival {
  readonly events: readonly ReportedEvent[];
  readonly gateway: 0 | 1;
}

/**
 * Every way in which the events of a case may arrive: each 1 to 3 times, in any order, split anywhere, through either
 * gateway. Where the case stands for one order only, the order stays and the rest is as free.
 */
export function arrivals(scene: Case): fc.Arbitrary<readonly Arrival[]> {
  const times = fc.array(fc.integer({ min: 1, max: 3 }), {
    minLength: scene.events.length,
    maxLength: scene.events.length,
  });
  return times.chain((counts) => {
    const items = scene.events.flatMap((event, index) => Array<ReportedEvent>(counts[index] ?? 1).fill(event));
    const order = scene.allOrders ? fc.shuffledSubarray(items, { minLength: items.length }) : fc.constant(items);
    const places = { minLength: items.length, maxLength: items.length };
    return fc
      .tuple(order, fc.array(fc.boolean(), places), fc.array(fc.constantFrom<0 | 1>(0, 1), places))
      .map(([events, cuts, gateways]) => split(events, cuts, gateways));
  });
}

function split(
  events: readonly ReportedEvent[],
  cuts: readonly boolean[],
  gateways: readonly (0 | 1)[],
): readonly Arrival[] {
  const batches: { events: ReportedEvent[]; gateway: 0 | 1 }[] = [];
  for (const [index, event] of events.entries()) {
    const last = batches.at(-1);
    if (last === undefined || cuts[index]) batches.push({ events: [event], gateway: gateways[index] ?? 0 });
    else last.events.push(event);
  }
  return batches;
}

/**
 * The case on other days, all of them past, and on trainings of its own, so that several share one hub: `label` goes
 * before the number of each reference.
 */
export function placed(scene: Case, label: string, random: number): Case {
  const days = scene.events.map(({ day, recorded }) => recorded ?? day ?? '');
  const latest = [...days, scene.today].sort().at(-1) ?? scene.today;
  const room = daysBetween(latest, addDays(parisDay(Date.now()), -1));
  if (room < 0 && scene.fixedDays === true) throw new Error(`The clock stands before ${latest}.`);
  // Earlier than the dictionary has them, the regimes of authority would be others.
  const by = room <= 0 ? room : random % room;
  const events = scene.events.map((event) => ({ ...event, training: event.training ?? [session] }));
  return relabelled(shifted({ ...scene, events }, by), label) as Case;
}

function relabelled(value: unknown, label: string): unknown {
  if (typeof value === 'string') return value.replace(/^(session|file):([a-z0-9-]+):/, `$1:$2:${label}`);
  if (Array.isArray(value)) return value.map((item) => relabelled(item, label));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, relabelled(member, label)]));
}
