import { isDeepStrictEqual } from 'node:util';
import type { RefusalRule } from '@hub/contracts';
import type { AnomalyCode, AuthorityRow, AuthorityTable, ExpectationName, Rules } from '@hub/core';

/** Numbers and choices of the rules that stand for themselves. */
export const ruleSettings = ['interruptionDaysMax', 'employmentMonths', 'dayCount'] as const;
export type RuleSetting = (typeof ruleSettings)[number];

/** How the days of a deadline may be counted. */
export const dayCounts = ['calendar', 'working'] as const satisfies readonly Rules['dayCount'][];

/** One change of the rules of the field, as an operator writes it. */
export type RuleEdit =
  | { readonly kind: 'deadline'; readonly name: string; readonly days: number }
  | { readonly kind: 'threshold'; readonly code: string; readonly threshold: number }
  | { readonly kind: 'setting'; readonly name: RuleSetting; readonly value: number | string }
  /** Who decides, in one regime of a row of authority. */
  | { readonly kind: 'sources'; readonly id: string; readonly regime: string; readonly sources: readonly string[] }
  /** A whole row of authority: changed or added; null: removed. */
  | { readonly kind: 'row'; readonly id: string; readonly row: Omit<AuthorityRow, 'id'> | null };

/** What is wrong with an edit; `pointer` into the edits. */
export interface EditFault {
  readonly pointer: string;
  readonly rule: RefusalRule;
  readonly particulars?: string;
}

/** The rules with these edits, or what is wrong with them: all at once. */
export function editRules(
  rules: Rules,
  edits: readonly RuleEdit[],
): { readonly rules: Rules } | { readonly faults: readonly EditFault[] } {
  const faults: EditFault[] = [];
  let edited = rules;
  const met = new Set<string>();
  for (const [index, edit] of edits.entries()) {
    const own = met.has(targetOf(edit)) ? repeated(edit) : faultsOfEdit(edited, edit);
    met.add(targetOf(edit));
    faults.push(...own.map((fault) => ({ ...fault, pointer: `/${index}/${fault.pointer}` })));
    if (own.length === 0) edited = applied(edited, edit);
  }
  if (faults.length > 0) return { faults };
  return isDeepStrictEqual(edited, rules)
    ? { faults: [{ pointer: '', rule: 'content-missing', particulars: 'the rules would stay as they are' }] }
    : { rules: edited };
}

function targetOf(edit: RuleEdit): string {
  switch (edit.kind) {
    case 'threshold':
      return `threshold ${edit.code}`;
    case 'sources':
      return `sources ${edit.id} ${edit.regime}`;
    case 'row':
      return `row ${edit.id}`;
    case 'deadline':
    case 'setting':
      return `${edit.kind} ${edit.name}`;
  }
}

function repeated(edit: RuleEdit): EditFault[] {
  const pointer = edit.kind === 'threshold' ? 'code' : 'id' in edit ? 'id' : 'name';
  return [{ pointer, rule: 'item-repeated', particulars: 'one edit each' }];
}

function faultsOfEdit(rules: Rules, edit: RuleEdit): EditFault[] {
  switch (edit.kind) {
    case 'deadline':
      return edit.name in rules.expectations ? [] : [{ pointer: 'name', rule: 'code-unknown' }];
    case 'threshold':
      return hasThreshold(rules, edit.code) ? [] : [{ pointer: 'code', rule: 'code-unknown' }];
    case 'setting':
      return faultsOfSetting(edit);
    case 'sources': {
      const row = rowNamed(rules.authority, edit.id);
      if (row === undefined) return [{ pointer: 'id', rule: 'code-unknown' }];
      const isThere = row.regimes.some(({ name }) => name === edit.regime);
      return isThere ? [] : [{ pointer: 'regime', rule: 'code-unknown' }];
    }
    case 'row':
      if (edit.row !== null) return faultsOfRow(rules.authority, { id: edit.id, ...edit.row });
      return rowNamed(rules.authority, edit.id) === undefined ? [{ pointer: 'id', rule: 'code-unknown' }] : [];
  }
}

function faultsOfSetting({ name, value }: RuleEdit & { kind: 'setting' }): EditFault[] {
  if (name === 'dayCount') {
    return dayCounts.some((count) => count === value) ? [] : [{ pointer: 'value', rule: 'code-unknown' }];
  }
  return typeof value === 'number' ? [] : [{ pointer: 'value', rule: 'type-wrong' }];
}

function hasThreshold({ anomalies }: Rules, code: string): boolean {
  return anomalies[code as AnomalyCode]?.threshold !== undefined;
}

function rowNamed({ rows }: AuthorityTable, id: string): AuthorityRow | undefined {
  return rows.find((row) => row.id === id);
}

function faultsOfRow({ rows }: AuthorityTable, row: AuthorityRow): EditFault[] {
  const names = row.regimes.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  const reversed = row.regimes.flatMap(({ when = [] }, place) =>
    when.flatMap(({ from, to }, index): EditFault[] =>
      from !== undefined && to !== undefined && to <= from
        ? [{ pointer: `row/regimes/${place}/when/${index}/to`, rule: 'period-reversed' }]
        : [],
    ),
  );
  const other = rows.find((each) => each.id !== row.id && saysOfSame(each, row));
  return [
    ...reversed,
    ...(twice < 0 ? [] : [{ pointer: `row/regimes/${twice}/name`, rule: 'item-repeated' } as const]),
    ...(other === undefined
      ? []
      : [{ pointer: 'row', rule: 'item-repeated', particulars: `${other.id} says of the same who decides` } as const]),
  ];
}

/** Of two rows that are as specific, nothing would say which one holds. */
function saysOfSame(a: AuthorityRow, b: AuthorityRow): boolean {
  if (a.step !== b.step || a.territory !== b.territory || a.validator !== b.validator) return false;
  if (a.funding === undefined || b.funding === undefined) return a.funding === b.funding;
  return a.funding.some((each) => b.funding?.includes(each));
}

function applied(rules: Rules, edit: RuleEdit): Rules {
  const { authority } = rules;
  const withRows = (rows: readonly AuthorityRow[]): Rules => ({ ...rules, authority: { ...authority, rows } });
  switch (edit.kind) {
    case 'deadline':
      return { ...rules, expectations: { ...rules.expectations, [edit.name as ExpectationName]: { days: edit.days } } };
    case 'threshold': {
      const code = edit.code as AnomalyCode;
      const anomaly = { ...rules.anomalies[code], threshold: edit.threshold };
      return { ...rules, anomalies: { ...rules.anomalies, [code]: anomaly } } as Rules;
    }
    case 'setting':
      return { ...rules, [edit.name]: edit.value };
    case 'sources':
      return withRows(authority.rows.map((row) => (row.id === edit.id ? withSources(row, edit) : row)));
    case 'row': {
      if (edit.row === null) return withRows(authority.rows.filter(({ id }) => id !== edit.id));
      const row = { id: edit.id, ...edit.row };
      if (rowNamed(authority, edit.id) === undefined) return withRows([...authority.rows, row]);
      return withRows(authority.rows.map((each) => (each.id === edit.id ? row : each)));
    }
  }
}

function withSources(row: AuthorityRow, { regime, sources }: RuleEdit & { kind: 'sources' }): AuthorityRow {
  return { ...row, regimes: row.regimes.map((each) => (each.name === regime ? { ...each, sources } : each)) };
}

/** One rule that two sets of rules have otherwise, in the words of an edit. */
export interface RuleChange {
  readonly kind: 'deadline' | 'threshold' | 'setting' | 'row';
  readonly name: string;
  /** Null: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export function ruleChanges(before: Rules, after: Rules): readonly RuleChange[] {
  const [from, to] = [editable(before), editable(after)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((key) => {
    const [a, b] = [from.get(key) ?? null, to.get(key) ?? null];
    if (isDeepStrictEqual(a, b)) return [];
    const [kind, name] = key.split(' ') as [RuleChange['kind'], string];
    return [{ kind, name, before: a, after: b }];
  });
}

/** What an edit may change, by kind and name. */
function editable({ expectations, anomalies, authority, ...rules }: Rules): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(expectations).map(([name, { days }]) => [`deadline ${name}`, days] as const),
    ...Object.entries(anomalies).map(([code, { threshold }]) => [`threshold ${code}`, threshold] as const),
    ...ruleSettings.map((name) => [`setting ${name}`, rules[name]] as const),
    ...authority.rows.map((row) => [`row ${row.id}`, row] as const),
  ]);
}
