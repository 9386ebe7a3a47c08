import { type Partner, ProblemError, type TraceEntry, tracedReader } from '@hub/platform';
import type { CheckedEvent } from '../check/check-event.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Outcome } from './receipt.ts';

/** Who asked. */
interface DoorRequest {
  readonly writer: Partner;
  readonly agent: string | null;
  readonly traceparent: string;
}

/** Refusals that tell something of who or what exists, were they not all alike. */
const telling: readonly string[] = ['dossier-unknown', 'dossier-misses-limit', 'new-persons-limit'];

/**
 * Writes what a request asked of the door that could tell something, before its answer leaves: which numbers were refused, and
 * which persons are new to its organisation. Limits that are reached stop the events themselves, one by one, before this; the
 * trace counts the same for alarms.
 */
export async function traceDoor(
  { trace }: GatewayContext,
  { writer, agent, traceparent }: DoorRequest,
  events: readonly CheckedEvent[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const reader = tracedReader(writer, agent, null);
  const refusedFor = (rule: string) =>
    events.filter((_, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'refused' && outcome.refusal.faults[0]?.rule === rule;
    });
  const refused = telling.flatMap((reason): TraceEntry[] => {
    const persons = refusedFor(reason).map(({ dossier }) => ({ trainee: null, dossier }));
    if (persons.length === 0) return [];
    return [{ reader, operation: 'report', decision: 'refused', reason, persons, traceparent }];
  });
  const met = outcomes.flatMap((outcome) => (outcome.status === 'accepted' ? (outcome.met ?? []) : []));
  const persons = [...new Set(met)].map((trainee) => ({ trainee, dossier: null }));
  const meetings: readonly TraceEntry[] =
    persons.length === 0 || writer.convention?.takeover === true
      ? []
      : [{ reader, operation: 'meeting', decision: 'allowed', persons, traceparent }];
  await Promise.all([...refused, ...meetings].map((entry) => trace.write(entry).catch(unlessStopped)));
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof ProblemError) || error.problem.status !== 429) throw error;
}
