import { countOpenAlarms, type Metrics, within } from '@hub/platform';
import type pg from 'pg';
import { Gauge } from 'prom-client';

const answerMsMax = 2_000;

/** Alarms that nobody acknowledged: read at the scrape, within two seconds. A scrape never fails by it. */
export function showAlarms(metrics: Metrics, pool: pg.Pool): void {
  new Gauge({
    name: 'hub_alarms_open',
    help: 'Alarms that nobody acknowledged yet, by kind; left out where the database does not answer. Of the whole hub, the same from each process: aggregate with max.',
    labelNames: ['kind'],
    registers: [metrics],
    async collect() {
      const counting = countOpenAlarms(pool).catch(() => ({}));
      const counts = await within(counting, answerMsMax, () => ({}));
      this.reset();
      for (const [kind, count] of Object.entries(counts)) this.set({ kind }, count);
    },
  });
}
