import type { Metrics } from '@hub/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

export interface Meters {
  readonly projected: Counter<'version' | 'topic'>;
  readonly parked: Counter<'version' | 'reason'>;
  readonly batchEvents: Histogram<'version'>;
  readonly visibleSeconds: Histogram<'topic'>;
  readonly lagEvents: Gauge<'version'>;
  readonly lagSeconds: Gauge<'version'>;
  readonly slices: Gauge<'version'>;
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
      help: 'Events projected.',
      labelNames: ['version', 'topic'],
      registers,
    }),
    parked: new Counter({
      name: 'hub_projector_parked_total',
      help: 'Events parked because they could not be projected.',
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
      help: 'From the receipt of an event by the gateway to its record being visible to readers.',
      labelNames: ['topic'],
      buckets: [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
      registers,
    }),
    lagEvents: new Gauge({
      name: 'hub_projector_lag_events',
      help: 'Events on the log that the slices of this process have not projected.',
      labelNames: ['version'],
      registers,
    }),
    lagSeconds: new Gauge({
      name: 'hub_projector_lag_seconds',
      help: 'Age of the oldest state shown by a slice of this process that lags.',
      labelNames: ['version'],
      registers,
    }),
    slices: new Gauge({
      name: 'hub_projector_leases',
      help: 'Leases that this process holds.',
      labelNames: ['version'],
      registers,
    }),
  };
  meters.set(metrics, made);
  return made;
}
