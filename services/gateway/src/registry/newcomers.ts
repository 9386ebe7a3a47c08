import { parisDay, periodOpenings } from '@hub/core';
import { defaultLimits } from '@hub/platform';
import type { Pool } from 'pg';
import type { CheckedEvent } from '../check/check-event.ts';
import type { IdentifiedEvent, Known } from './identified.ts';
import type { Registry } from './registry.ts';
import { addOrganisations } from './reporters.ts';

/**
 * Events about persons new to their organisation beyond its convention. Persons are counted once each, known to the hub or not:
 * what the door's time tells of who is known is bounded by this.
 */
export async function newcomersTooMany(
  registry: Registry,
  events: readonly IdentifiedEvent[],
  known: Known,
): Promise<ReadonlySet<IdentifiedEvent>> {
  const newcomers = events.flatMap((event) => {
    const of = newcomerOf(event, known);
    return of === null ? [] : [{ event, of }];
  });
  return beyondConvention(registry, 'persons', newcomers);
}

/** Events that name a number which is no dossier, or none of theirs, beyond the convention of their organisation. */
export async function missesTooMany(
  registry: Registry,
  misses: readonly IdentifiedEvent[],
): Promise<ReadonlySet<IdentifiedEvent>> {
  return beyondConvention(
    registry,
    'misses',
    misses.map((event) => ({ event, of: event })),
  );
}

/** Events that open a period for one person too many: each may give its organisation sight of that person. */
export async function openingsTooMany(
  registry: Registry,
  events: readonly IdentifiedEvent[],
): Promise<ReadonlySet<IdentifiedEvent>> {
  const openings = events.filter(({ event, refused }) => refused === null && isOpening(event));
  const counted = openings.map((event) => ({ event, of: event.aliases?.aliases[0]?.hex ?? event }));
  return beyondConvention(registry, 'openings', counted);
}

export function isOpening({ name }: Pick<CheckedEvent, 'name'>): boolean {
  return (periodOpenings as readonly string[]).includes(name);
}

type CountedAtDoor = 'persons' | 'misses' | 'openings';

const limitOf = { persons: 'newPersonsADay', misses: 'doorMissesADay', openings: 'openingsADay' } as const;

interface Counted {
  readonly event: IdentifiedEvent;
  /** What is counted once. */
  readonly of: unknown;
}

/** Who loads a history under a takeover is not counted. */
async function beyondConvention(
  { pool }: Registry,
  what: CountedAtDoor,
  counted: readonly Counted[],
): Promise<ReadonlySet<IdentifiedEvent>> {
  const beyond = new Set<IdentifiedEvent>();
  const bound = counted.filter(({ event }) => event.by.convention?.takeover !== true);
  if (bound.length === 0) return beyond;
  const byOrganisation = Map.groupBy(bound, ({ event }) => event.by.siret);
  const distinct = new Map([...byOrganisation].map(([siret, all]) => [siret, [...new Set(all.map(({ of }) => of))]]));
  const sums = await countAtDoor(pool, what, new Map([...distinct].map(([siret, { length }]) => [siret, length])));
  for (const [siret, all] of byOrganisation) {
    const ofToday = distinct.get(siret) ?? [];
    const limit = (all[0]?.event.by.convention?.limits ?? defaultLimits)[limitOf[what]];
    const within = Math.max(0, ofToday.length - Math.max(0, (sums.get(siret) ?? 0) - limit));
    const refused = new Set(ofToday.slice(within));
    for (const { event, of } of all) if (refused.has(of)) beyond.add(event);
  }
  return beyond;
}

/**
 * The first person whom an event names, by any identifier but the partner's own number, and of whom its organisation never
 * reported; null: there is none. An event that names several is counted once.
 */
function newcomerOf({ aliases, refused }: IdentifiedEvent, known: Known): string | null {
  if (aliases === null || refused !== null) return null;
  const [strongest] = aliases.aliases;
  for (const alias of aliases.aliases) {
    if (alias.kind === 'partner' && alias !== strongest) continue;
    const owner = known.get(alias.hex);
    if (owner === undefined) return alias.hex;
    if (!owner.organisations.includes(aliases.organisation ?? '')) return owner.trainee;
  }
  return null;
}

/** Writes whom the organisations of these events never named before: durable before anything is answered. */
export async function rememberMet({ pool }: Registry, events: readonly IdentifiedEvent[], known: Known): Promise<void> {
  const written = new Map([...known.values()].map(({ trainee, organisations }) => [trainee, organisations]));
  const met = new Map<string, Set<string>>();
  for (const { met: trainees, by } of events) {
    for (const trainee of trainees) {
      // Who is new has the organisation of the first event from the start.
      if (written.get(trainee)?.includes(by.siret)) continue;
      met.set(trainee, (met.get(trainee) ?? new Set()).add(by.siret));
    }
  }
  await addOrganisations(pool, 'trainee', met);
}

/**
 * Adds to what is counted of each organisation (SIRET) today in Paris, and answers the sums: all gateways count together, in
 * one statement that waits for nobody longer than that, so that not one too many is let in.
 */
async function countAtDoor(
  pool: Pool,
  what: CountedAtDoor,
  counts: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  if (counts.size === 0) return new Map();
  const { rows } = await pool.query<{ siret: string; sum: number }>({
    name: `count-${what}`,
    text: `insert into registry.door_day as today (siret, day, ${what})
      select siret, $3, count
      from unnest($1::text[], $2::int[]) as counted (siret, count) order by siret
      on conflict (siret, day) do update set ${what} = today.${what} + excluded.${what}
      returning siret, ${what} as sum`,
    values: [[...counts.keys()], [...counts.values()], parisDay(Date.now())],
  });
  return new Map(rows.map(({ siret, sum }) => [siret, sum]));
}
