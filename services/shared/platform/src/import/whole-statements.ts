import type { CloudEvent } from '@hub/contracts';
import type { Refusal } from './import-reject.ts';
import type { ReportEvents } from './report-events.ts';

/**
 * Events that are not to be reported, by their place, since the hub refuses one of their statement: why this one is refused, or
 * null where it is another. A newer statement takes back what it does not tell, so it is told whole or not at all. Only
 * statements of several events are asked about.
 */
export async function halvedStatements(
  events: readonly CloudEvent[],
  check: (events: readonly CloudEvent[]) => ReturnType<ReportEvents>,
): Promise<ReadonlyMap<number, Refusal | null>> {
  const statements = [...Map.groupBy(events.keys(), (place) => statementOf(events[place] as CloudEvent))];
  const shared = statements.filter(([ref, places]) => ref !== null && places.length > 1).map(([, places]) => places);
  const asked = shared.flat();
  if (asked.length === 0) return new Map();
  const refused = new Map<number, Refusal>();
  for (const { index, status, problem } of await check(asked.map((place) => events[place] as CloudEvent))) {
    if (status === 'refused') refused.set(asked[index] as number, problem ?? {});
  }
  const halved = shared.filter((places) => places.some((place) => refused.has(place))).flat();
  return new Map(halved.map((place) => [place, refused.get(place) ?? null]));
}

function statementOf({ source, data }: CloudEvent): string | null {
  const { ref, sequence } = (data as { statement?: { ref: string; sequence: number } }).statement ?? {};
  return ref === undefined ? null : JSON.stringify([source, ref, sequence]);
}
