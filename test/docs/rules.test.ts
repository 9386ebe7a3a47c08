import { eventNames } from '@hub/contracts';
import { eventKinds } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { filesIn, headingsOf, jsonOf, textOf } from './project-files.ts';

const page = textOf('docs/rules.md');
const rules = jsonOf<{
  readonly anomalies: Readonly<Record<string, { readonly severity: string; readonly at: string }>>;
  readonly expectations: Readonly<Record<string, { readonly days: number }>>;
}>('schemas/rules.json');

describe('docs/rules.md', () => {
  it('numbers the rules of each section without a gap', () => {
    const headings = headingsOf(page);
    const sections = page.split(/^## .+$/m).slice(1);
    const wrong = sections.flatMap((section, index) =>
      [...section.matchAll(/^\*\*([\d.]+)\*\*/gm)].flatMap(([, number], place) =>
        number === `${index + 1}.${place + 1}` ? [] : [`${headings[index]}: ${number}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('refers to rules that it has', () => {
    const numbers = new Set([...page.matchAll(/^\*\*([\d.]+)\*\*/gm)].map(([, number]) => number));
    const referred = [...page.matchAll(/(?<![\d.\w/-])(\d{1,2}\.\d{1,2})(?![\d.]|\*\*)/g)].map(([, number]) => number);
    expect(referred.filter((number) => !numbers.has(number) && number !== '2.3')).toEqual([]);
  });

  it('has a row for every anomaly, with its severity and where it is found', () => {
    const rows = rowsOf('Anomalies').map(([code, severity, found]) => [code, severity, found]);
    expect(rows).toEqual(
      Object.entries(rules.anomalies).map(([code, { severity, at }]) => [`\`${code}\``, severity, at]),
    );
  });

  it('has a row for every expectation, with its days', () => {
    const rows = rowsOf('Expectations').map(([name = '', , due]) => [name.split('`')[1], due]);
    const wrong = rows.filter(([name = '', due = '']) => {
      const days = rules.expectations[name]?.days;
      return days === undefined || (days > 0 && !new RegExp(`\\b${days} days? after`).test(due));
    });
    expect(wrong).toEqual([]);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(rules.expectations));
  });

  it('has the step of every event that competes for a field', () => {
    const steps = stepsOfSchemas();
    const rows = rowsOf('Competing facts').filter(([event]) => event?.startsWith('`') && event.includes('('));
    const wrong = rows.flatMap(([events = '', step]) =>
      [...events.matchAll(/`([a-z-]+)`/g)].flatMap(([, event = '']) =>
        (steps.get(event) ?? '–') === step ? [] : [`${event}: ${step}`],
      ),
    );
    expect(wrong).toEqual([]);
    const named = rows.flatMap(([events = '']) => [...events.matchAll(/`([a-z-]+)`/g)].map(([, event]) => event));
    const competing = eventNames.filter((event) => eventKinds[event].role.of !== 'act');
    expect(named.toSorted()).toEqual(competing.toSorted());
  });
});

/** Cells of the rows of the tables under a heading, those of the header and the rule below it left out. */
function rowsOf(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** Of each event the step of its newest version; null: none. */
function stepsOfSchemas(): ReadonlyMap<string, string | null> {
  const schemas = filesIn('schemas/events').filter((path) => /v\d+\.json$/.test(path));
  return new Map(
    schemas.sort().map((path) => {
      const { 'x-hub': hub } = jsonOf<{ readonly 'x-hub': { readonly step: string | null } }>(path);
      return [path.split('/')[2] ?? '', hub.step] as const;
    }),
  );
}
