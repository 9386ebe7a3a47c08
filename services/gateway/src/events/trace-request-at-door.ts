import { type Partner, ProblemError, rememberNewPersons, traceDoor } from '@hub/platform';
import type { CheckedEvent } from '../check/check-event.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Outcome } from './receipt.ts';

/** Who asked. */
interface DoorRequest {
  readonly writer: Partner;
  readonly agent: string | null;
  readonly traceparent: string;
}

/** Refusals that would tell who or what exists, were they not all alike. */
const telling: readonly string[] = ['dossier-unknown', 'dossier-misses-limit', 'new-persons-limit', 'openings-limit'];

/**
 * Writes what a request asked of the door that could tell something, before its answer leaves: which numbers were refused, and
 * which persons are new to its organisation. The door stops what is beyond a limit event by event, before this; the trace
 * counts for alarms.
 */
export async function traceRequestAtDoor(
  { trace }: GatewayContext,
  { writer: partner, agent, traceparent }: DoorRequest,
  events: readonly CheckedEvent[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const at = { partner, agent, traceparent };
  const refusals = outcomes.flatMap((outcome, index) => {
    const rule = outcome.status === 'refused' ? (outcome.refusal.faults[0]?.rule ?? '') : '';
    return telling.includes(rule) ? [{ ...at, rule, dossier: events[index]?.dossier ?? null }] : [];
  });
  const met = outcomes.flatMap((outcome) => (outcome.status === 'accepted' ? (outcome.met ?? []) : []));
  const traced = [traceDoor(trace, refusals), rememberNewPersons(trace, at, [...new Set(met)])];
  await Promise.all(traced.map((each) => each.catch(unlessStopped)));
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof ProblemError) || error.problem.status !== 429) throw error;
}
