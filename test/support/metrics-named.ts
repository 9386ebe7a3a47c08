import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import ts from 'typescript';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Metric {
  readonly kind: 'Counter' | 'Gauge' | 'Histogram';
  readonly labels: readonly string[];
}

/** The metrics that the services make, by name, as their sources declare them. */
export function declaredMetrics(): ReadonlyMap<string, Metric> {
  const metrics = new Map<string, Metric>();
  const files = globSync('services/**/src/**/*.ts', {
    cwd: root,
    exclude: (name) => /node_modules|\.test\.ts$/.test(name),
  });
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(`${root}/${file}`, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const found = metricOf(node);
      if (found !== null) metrics.set(found.name, found.metric);
      node.forEachChild(visit);
    };
    visit(source);
  }
  return metrics;
}

/** A metric is declared by its name, beginning with `hub_`, and its help; without a constructor around them it is a gauge. */
function metricOf(node: ts.Node): { name: string; metric: Metric } | null {
  if (!ts.isObjectLiteralExpression(node) || propertyOf(node, 'help') === undefined) return null;
  const name = textOf(propertyOf(node, 'name'));
  if (name?.startsWith('hub_') !== true) return null;
  const labels = propertyOf(node, 'labelNames');
  const names = labels !== undefined && ts.isArrayLiteralExpression(labels) ? labels.elements.map(textOf) : [];
  const maker = ts.isNewExpression(node.parent) ? textOf(node.parent.expression) : null;
  const kind = maker === 'Counter' || maker === 'Histogram' ? maker : 'Gauge';
  return { name, metric: { kind, labels: names.filter((label) => label !== null) } };
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = object.properties.find((each) => each.name !== undefined && textOf(each.name) === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function textOf(node: ts.Node | undefined): string | null {
  return node !== undefined && (ts.isStringLiteral(node) || ts.isIdentifier(node)) ? node.text : null;
}

/** What one PromQL expression asks for. */
export interface Asked {
  readonly metrics: readonly { readonly name: string; readonly matchers: readonly Matcher[] }[];
  /** Labels that it groups or joins by. */
  readonly groupedBy: readonly string[];
}

interface Matcher {
  readonly label: string;
  readonly value: string;
}

/** Throws where the expression is no PromQL. Grafana's `$__rate_interval` stands for a time. */
export function askedIn(expression: string): Asked {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const metrics: { name: string; matchers: Matcher[] }[] = [];
  const groupedBy: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      const said = text.slice(node.from, node.to);
      if (node.type.isError) throw new Error(`This is no PromQL, at ${node.from}: ${text}`);
      if (node.name === 'VectorSelector') metrics.push({ name: /^\w+/.exec(said)?.[0] ?? '', matchers: [] });
      if (node.name === 'UnquotedLabelMatcher') {
        const [, label = '', value = ''] = /^(\w+)\s*(?:=~|!~|!=|=)\s*"(.*)"$/s.exec(said) ?? [];
        metrics.at(-1)?.matchers.push({ label, value });
      }
      if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels') groupedBy.push(said);
    },
  });
  return { metrics, groupedBy };
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

export function alertRules(): readonly AlertRule[] {
  const file = parse(readFileSync(`${root}/deploy/prometheus/alerts.yml`, 'utf8')) as {
    groups: { rules: AlertRule[] }[];
  };
  return file.groups.flatMap(({ rules }) => rules);
}

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: object;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

export function dashboard(): Dashboard {
  return JSON.parse(readFileSync(`${root}/deploy/grafana/hub.json`, 'utf8'));
}

/** Each expression of the alerts and of the dashboard, by where it stands. */
export function expressions(): ReadonlyMap<string, string> {
  return new Map([
    ...alertRules().map(({ alert, expr }) => [alert, expr] as const),
    ...dashboard().panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }, index) => [`${title} ${index}`, expr] as const),
    ),
  ]);
}
