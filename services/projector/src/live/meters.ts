import { echoBounds, freshnessBounds, type Metrics } from '@hub/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

export interface Meters {
  readonly projected: Counter<'version' | 'topic'>;
  readonly parked: Counter<'version' | 'reason'>;
  readonly batchEvents: Histogram<'version'>;
  readonly visibleSeconds: Histogram<'topic' | 'source'>;
  readonly late: Counter<'topic' | 'source'>;
  readonly echoSeconds: Histogram<'from' | 'to'>;
  readonly leases: Gauge<'version' | 'kind'>;
}

const meters = new WeakMap<Metrics, Meters>();

/** The projector's meters in this registry; made once per registry. */
export function projectorMeters(metrics: Metrics): Meters {
  const present = meters.get(metrics);
  if (present !== undefined) return present;
  const registers = [metrics];
  const made: Meters = {
    projected: new Counter({
      name: 'hub_projector_events_total',
      help: 'Events that this process projected.',
      labelNames: ['version', 'topic'],
      registers,
    }),
    parked: new Counter({
      name: 'hub_projector_parked_total',
      help: 'Events that this process parked because they could not be projected.',
      labelNames: ['version', 'reason'],
      registers,
    }),
    batchEvents: new Histogram({
      name: 'hub_projector_batch_events',
      help: 'Events per transaction.',
      labelNames: ['version'],
      buckets: [1, 3, 10, 30, 100, 300, 1000, 3000],
      registers,
    }),
    visibleSeconds: new Histogram({
      name: 'hub_projector_received_to_visible_seconds',
      help:
        'From the receipt of an event by the gateway to its record being visible to readers, of events received while this ' +
        'process was level with the log: a catch-up shows in hub_projection_lag_seconds.',
      labelNames: ['topic', 'source'],
      buckets: freshnessBounds,
      registers,
    }),
    late: new Counter({
      name: 'hub_projector_late_events_total',
      help: 'Of the events of hub_projector_received_to_visible_seconds, those that took longer than HUB_FRESHNESS_SECONDS.',
      labelNames: ['topic', 'source'],
      registers,
    }),
    echoSeconds: new Histogram({
      name: 'hub_echo_seconds',
      help: 'From the receipt of a fact to that of its echo, by who reported the fact and who shows it.',
      labelNames: ['from', 'to'],
      buckets: echoBounds,
      registers,
    }),
    leases: new Gauge({
      name: 'hub_projector_leases',
      help: 'Slices that this process holds, by kind: trainee or offer.',
      labelNames: ['version', 'kind'],
      registers,
    }),
  };
  meters.set(metrics, made);
  return made;
}
