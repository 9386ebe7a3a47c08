import type { Metrics } from '@hub/platform';
import { Gauge } from 'prom-client';
import { showAlarms } from './alarm-gauge.ts';
import type { Infrastructure } from './infrastructure.ts';
import { showProjection } from './projection-gauges.ts';
import { type ServiceName, version } from './run-file.ts';

/** What this process is, how far the projection lags, and the open alarms. */
export function showFigures(metrics: Metrics, services: ReadonlySet<ServiceName>, { pool, log }: Infrastructure): void {
  showBuild(metrics, services);
  if (!services.has('gateway') && !services.has('query')) return;
  showProjection(metrics, pool, log);
  showAlarms(metrics, pool);
}

function showBuild(metrics: Metrics, services: ReadonlySet<ServiceName>): void {
  const build = new Gauge({
    name: 'hub_build_info',
    help: 'Always 1: version of the hub, of Node, and what this process serves.',
    labelNames: ['version', 'node', 'services'],
    registers: [metrics],
  });
  build.set({ version, node: process.versions.node, services: [...services].sort().join(',') }, 1);
}
