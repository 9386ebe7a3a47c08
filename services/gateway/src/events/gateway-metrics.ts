import type { Metrics } from '@hub/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

export type Step = 'check' | 'identify' | 'attribute' | 'announce' | 'append';

export interface GatewayMetrics {
  readonly events: Counter<'status'>;
  readonly refusals: Counter<'rule' | 'partner'>;
  readonly keyless: Counter;
  readonly steps: Histogram<'step'>;
  readonly pipelineEvents: Histogram;
  readonly waiting: Gauge;
}

/** Shows at each scrape whether events are taken. */
export function showTaking(registry: Metrics, isTaking: () => boolean): void {
  new Gauge({
    name: 'hub_gateway_taking_events',
    help: '1: the door takes events (the registry may be used, and the last append did not fail a moment ago); 0: it answers 503.',
    registers: [registry],
    collect() {
      this.set(isTaking() ? 1 : 0);
    },
  });
}

/** Counters of the door. Labels are closed lists: rules of the dictionary, steps, answers, partners. */
export function gatewayMetrics(registry: Metrics): GatewayMetrics {
  const registers = [registry];
  return {
    events: new Counter({
      name: 'hub_gateway_events_total',
      help: 'Events reported, by answer: accepted, refused, unknown',
      labelNames: ['status'],
      registers,
    }),
    refusals: new Counter({
      name: 'hub_gateway_refusals_total',
      help: 'Refused events, by the rule of their first fault and by the partner who sent them',
      labelNames: ['rule', 'partner'],
      registers,
    }),
    keyless: new Counter({
      name: 'hub_gateway_key_missing_total',
      help: 'Events not taken because the key store has no key for somebody whom the registry knows',
      registers,
    }),
    steps: new Histogram({
      name: 'hub_gateway_step_seconds',
      help: 'Time that one step took for a whole pipeline',
      labelNames: ['step'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    pipelineEvents: new Histogram({
      name: 'hub_gateway_pipeline_events',
      help: 'Events that went through a pipeline together',
      buckets: [1, 10, 50, 100, 250, 500, 1_000],
      registers,
    }),
    waiting: new Gauge({
      name: 'hub_gateway_waiting_events',
      help: 'Events that wait for a pipeline',
      registers,
    }),
  };
}
