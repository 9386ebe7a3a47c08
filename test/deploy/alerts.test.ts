import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertRules, askedIn, dashboard, declaredMetrics, expressions, type Metric } from '../support/metrics-named.ts';

const root = new URL('../../', import.meta.url);
const declared = declaredMetrics();
const sources = globSync('services/**/src/**/*.ts', { cwd: root.pathname }).map((file) =>
  readFileSync(new URL(file, root), 'utf8'),
);

/** What Prometheus adds to every sample, and what it and Node's own metrics call their own. */
const addedLabels = ['job', 'instance'];
const foreign: ReadonlyMap<string, Metric> = new Map(
  ['up', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'].map((name) => [
    name,
    { kind: 'Gauge', labels: [] },
  ]),
);

function metricCalled(name: string): Metric | null {
  const plain = declared.get(name) ?? foreign.get(name);
  if (plain !== undefined) return plain.kind === 'Histogram' ? null : plain;
  const [, base = '', suffix] = /^(\w+)_(bucket|sum|count)$/.exec(name) ?? [];
  const histogram = declared.get(base);
  if (histogram?.kind !== 'Histogram') return null;
  return suffix === 'bucket' ? { ...histogram, labels: [...histogram.labels, 'le'] } : histogram;
}

/** What an expression names and no service has: metrics, labels, and values that stand nowhere in the sources. */
function unknownIn(expression: string): string[] {
  const { metrics, groupedBy } = askedIn(expression);
  const known = new Set(addedLabels);
  const faults: string[] = [];
  for (const { name, matchers } of metrics) {
    const metric = metricCalled(name);
    if (metric === null) faults.push(name);
    for (const label of metric?.labels ?? []) known.add(label);
    for (const { label, value } of matchers) {
      if (!addedLabels.includes(label) && !metric?.labels.includes(label)) faults.push(`${name}{${label}}`);
      if (addedLabels.includes(label)) continue;
      faults.push(
        ...value
          .split('|')
          .filter((each) => !isSaid(each))
          .map((each) => `${label}="${each}"`),
      );
    }
  }
  return [...faults, ...groupedBy.filter((label) => !known.has(label)).map((label) => `by (${label})`)];
}

function isSaid(value: string): boolean {
  return sources.some((source) => source.includes(`'${value}'`) || new RegExp(`^\\s+${value}: `, 'm').test(source));
}

test.each([...expressions()])('%s names metrics, labels and values that the services have', (_where, expression) => {
  expect(unknownIn(expression)).toEqual([]);
});

test('the check finds a metric, a label and a value that no service has', () => {
  expect(unknownIn('sum by (partnre) (rate(hub_gateway_refusals_total{rul="x-y-z"}[5m])) > 0')).toEqual([
    'hub_gateway_refusals_total{rul}',
    'rul="x-y-z"',
    'by (partnre)',
  ]);
  expect(unknownIn('hub_gateway_event_total > 1')).toEqual(['hub_gateway_event_total']);
  // A histogram has no sample of its plain name.
  expect(unknownIn('hub_http_request_seconds > 1')).toEqual(['hub_http_request_seconds']);
  expect(() => askedIn('sum by (rate(')).toThrow('This is no PromQL');
});

test('every label that an alert speaks of is one that its expression leaves', () => {
  for (const { alert, expr, annotations } of alertRules()) {
    const spoken = Object.values(annotations)
      .join(' ')
      .matchAll(/\$labels\.(\w+)/g);
    const { metrics, groupedBy } = askedIn(expr);
    const left = groupedBy.length > 0 ? groupedBy : metrics.flatMap(({ name }) => metricCalled(name)?.labels ?? []);
    for (const [, label] of spoken) {
      expect(groupedBy.length > 0 ? left : [...left, ...addedLabels], alert).toContain(label);
    }
  }
});

test('every alert says what it means, what to do, and where operations.md tells more', () => {
  const names = alertRules().map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  const operations = new URL('docs/operations.md', root);
  const page = existsSync(operations) ? readFileSync(operations, 'utf8') : null;
  for (const { alert, annotations, labels, for: lasting } of alertRules()) {
    expect(Object.keys(annotations), alert).toEqual(['summary', 'description', 'action', 'runbook_url']);
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(labels.severity).toMatch(/^(critical|warning)$/);
    expect(lasting).toMatch(/^\d+[smh]$/);
    if (page !== null) expect(page, `operations.md has no heading ${alert}`).toMatch(new RegExp(`^#+ ${alert}$`, 'm'));
  }
});

test('the panels of the dashboard have titles and places of their own', () => {
  const { panels } = dashboard();
  expect(panels.length).toBeGreaterThan(15);
  for (const part of ['id', 'title', 'gridPos'] as const) {
    expect(new Set(panels.map((panel) => JSON.stringify(panel[part]))).size, part).toBe(panels.length);
  }
});
