import { type Metrics, within } from '@hub/platform';
import type { Pool } from 'pg';
import { Counter, Gauge, Histogram } from 'prom-client';
import { countByState, webhookStates } from '../kept/webhooks.ts';
import type { Attempt } from '../receiver/send-message.ts';

export interface DeliveryMetrics {
  attempted(attempt: Attempt): void;
}

const answerMsMax = 2_000;

export function deliveryMetrics(metrics: Metrics, pool: Pool): DeliveryMetrics {
  const registers = [metrics];
  const attempts = new Counter({
    name: 'hub_webhook_attempts_total',
    help: 'Messages sent to receivers of webhooks, by how it went: delivered, or the fault',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'hub_webhook_attempt_seconds',
    help: 'Time that receivers of webhooks took to answer',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'hub_webhooks',
    help: 'Webhooks, by state; left out where the database does not answer. Of the whole hub, the same from each dispatcher: aggregate with max.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counting = countByState(pool).catch(() => null);
      const counts = await within(counting, answerMsMax, () => null);
      this.reset();
      if (counts === null) return;
      for (const state of webhookStates) this.set({ state }, counts[state] ?? 0);
    },
  });
  return {
    attempted: (attempt) => {
      attempts.inc({ outcome: attempt.outcome === 'delivered' ? 'delivered' : attempt.fault });
      seconds.observe(attempt.ms / 1_000);
    },
  };
}
