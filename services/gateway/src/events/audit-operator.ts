import { logGivenUp, type Partner, withTransaction, writeAudit } from '@hub/platform';
import type { CheckedEvent } from '../check/check-event.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Outcome } from './receipt.ts';

/** Who reports, and why where it says so. */
interface Acting {
  readonly writer: Partner;
  readonly agent: string | null;
  readonly traceparent: string;
  readonly reason?: string;
}

/**
 * What operators report themselves stands in the audit before it is answered. The event is on the log by then, which is no
 * transaction of ours: where the row cannot be written the outcome is unknown, and who sends the same again completes it.
 */
export async function auditOperator(
  { registry: { pool }, logger }: GatewayContext,
  { writer, agent, traceparent, reason }: Acting,
  events: readonly CheckedEvent[],
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> {
  const accepted = events.filter((_, index) => outcomes[index]?.status === 'accepted');
  if (!writer.kinds.includes('hub-operator') || accepted.length === 0) return outcomes;
  const { siret, clientId } = writer;
  const by = { siret, clientId, agent: agent ?? clientId, traceparent };
  try {
    await withTransaction(pool, async (client) => {
      for (const event of accepted) await writeAudit(client, by, changeBy(event, reason ?? null));
    });
    return outcomes;
  } catch (error) {
    logGivenUp(logger, 'error', error, { message: 'what an operator reported could not be written to the audit' });
    return outcomes.map((outcome) => (outcome.status === 'accepted' ? { status: 'unknown' } : outcome));
  }
}

/** Nothing of the person: the event says it, to whoever may read it. */
function changeBy({ name, source, id, subject, references, data }: CheckedEvent, reason: string | null) {
  const event = `${source}/${id}`;
  const said = 'verdict' in data ? { verdict: data.verdict } : {};
  const [session] = subject === 'session' ? references : [];
  const about = session === undefined ? {} : { sessions: references };
  return {
    what: name,
    subject: session ?? `event:${event}`,
    before: null,
    after: { event, ...about, ...said, reason },
  };
}
