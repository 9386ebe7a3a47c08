import { collectDefaultMetrics, Registry } from 'prom-client';

/** The registry that `/metrics` shows; each part adds its own counters to it. */
export type Metrics = Registry;

/** A registry with the process's own metrics (CPU, memory, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
