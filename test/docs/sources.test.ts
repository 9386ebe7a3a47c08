import { describe, expect, it } from 'vitest';
import { exists, filesIn, headingsOf, jsonOf, textOf } from './project-files.ts';

const page = textOf('docs/sources.md');
const verdicts = ['carried', 'in part', 'not'] as const;
const tested = filesIn('services', 'contracts', 'test', 'bench');
const schemas = filesIn('schemas/events');
const reasons = /\b(rights|replay|giving back|console|outside|unreadable|lacks)\b/;

interface Row {
  readonly id: string;
  readonly source: string;
  /** What carries it, or why nothing does. */
  readonly carried: string;
  readonly before: string;
  readonly now: string;
}

const rules = rowsOf('Rules');
const tableRows = rowsOf('Rows');
const cases = rowsOf('Cases');
const rows = [...rules, ...tableRows, ...cases];

describe('docs/sources.md', () => {
  it('has every rule once, in order', () => {
    expect(rules.map(({ id }) => id)).toEqual(Array.from({ length: 105 }, (_, index) => `R${index + 1}`));
  });

  it('has every row of the tables once, by its line', () => {
    const boxes = [46, 48, 52, 54, 58, 60, 64, 67, 71, 75, 79, 83, 89, 91, 98, 99, 100, 101, 102, 103, 104];
    const steps = [465, 466, 467, 468, 469, 470, 472, 479, 480, 481, 482, 483, 484, 485, 487];
    expect(tableRows.map(({ id }) => id)).toEqual([...boxes, ...steps].map((line) => `W${line}`));
    for (const { id, source } of tableRows) expect(source).toBe(`W l. ${id.slice(1)}`);
  });

  it('has every case once, in order', () => {
    const counts = [1, 3, 2, 4, 3, 2, 1, 1, 7, 4, 2, 6, 3];
    const ids = counts.flatMap((count, group) =>
      Array.from({ length: count }, (_, index) => `B${group + 1}.${index + 1}`),
    );
    expect(cases.map(({ id }) => id)).toEqual(ids);
  });

  it('says of each where it comes from, what carries it or why nothing does, and both verdicts', () => {
    const wrong = rows.filter(
      ({ source, before, now }) => source === '' || ![before, now].every((verdict) => isVerdict(verdict)),
    );
    expect(wrong).toEqual([]);
    const unsaid = rows.filter(({ carried, now }) =>
      now === 'carried' ? namesOf(carried).length === 0 || /\blacks\b/.test(carried) : !reasons.test(carried),
    );
    expect(unsaid).toEqual([]);
  });

  it('names nothing that is not there', () => {
    const lost = rows.flatMap(({ id, carried }) =>
      namesOf(carried)
        .filter(({ kind, name }) => !isThere(kind, name))
        .map(({ kind, name }) => `${id}: ${kind}:${name}`),
    );
    expect(lost).toEqual([]);
  });

  it('counts its verdicts at the top', () => {
    const counted = Object.entries({ Rules: rules, Rows: tableRows, Cases: cases }).flatMap(([of, own]) =>
      (['before', 'now'] as const).map((when) => {
        const counts = verdicts.map((verdict) => own.filter((row) => row[when] === verdict).length);
        return `| ${of} | ${when} | ${[...counts, own.length].join(' | ')} |`;
      }),
    );
    expect(page.split('\n').filter((line) => /^\| (Rules|Rows|Cases) \| (before|now) \|/.test(line))).toEqual(counted);
  });

  it('counts what is left by its reason, the gravest of each', () => {
    const kinds = ['lacks', 'rights', 'replay', 'giving back', 'console', 'unreadable', 'outside'];
    const left = rules.filter(({ now }) => now !== 'carried');
    const of = left.map(({ carried }) => kinds.find((kind) => new RegExp(`\\b${kind}\\b`).test(carried)));
    const counted = kinds.map((kind) => [kind, of.filter((each) => each === kind).length] as const);
    const said = counted.flatMap(([kind, count]) => (count === 0 ? [] : [`${kind} ${count}`])).join(', ');
    expect(page).toContain(`not carried whole: ${said}.`);
  });

  it.each([
    ['event', 'never-heard-of'],
    ['event', 'entry-attested.colour'],
    ['codes', 'funding=gold'],
    ['row', 'cvl-nothing'],
    ['rule', '6.99'],
    ['anomaly', 'boredom'],
    ['expectation', 'rain'],
    ['refusal', 'because'],
    ['file', 'services/nowhere.ts'],
    ['test', 'dossier/describe.test.ts › nobody wrote this title'],
    ['test', 'index.ts › the name of several files'],
    ['kind', 'of none'],
  ])('would see that %s:%s is not there', (kind, name) => {
    expect(isThere(kind, name)).toBe(false);
  });
});

/** The rows below a heading of the second level. */
function rowsOf(heading: string): readonly Row[] {
  expect(headingsOf(page)).toContain(heading);
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => /^\| [RWB]\d/.test(line))
    .map((line) => {
      const cells = line.slice(1, -1).split('|');
      expect({ line, cells: cells.length }).toEqual({ line, cells: 6 });
      const [id = '', , source = '', carried = '', before = '', now = ''] = cells.map((cell) => cell.trim());
      return { id, source, carried, before, now };
    });
}

function isVerdict(text: string): boolean {
  return verdicts.some((verdict) => verdict === text);
}

/** What a cell names in code: `kind:name`. */
function namesOf(cell: string): readonly { kind: string; name: string }[] {
  return [...cell.matchAll(/`(event|codes|row|rule|anomaly|expectation|refusal|file|test):([^`]+)`/g)].map(
    ([, kind = '', name = '']) => ({ kind, name }),
  );
}

function isThere(kind: string, name: string): boolean {
  switch (kind) {
    case 'event':
      return hasEvent(name);
    case 'codes':
      return hasCode(name);
    case 'row':
      return authorityRows().has(name);
    case 'rule':
      return textOf('docs/rules.md').includes(`\n**${name}** `);
    case 'anomaly':
      return name in ruleCodes().anomalies;
    case 'expectation':
      return name in ruleCodes().expectations;
    case 'refusal':
      return name in ruleCodes().refusals;
    case 'file':
      return exists(name);
    case 'test':
      return hasTest(name);
    default:
      return false;
  }
}

/** `name`, or `name.property` of its newest version. */
function hasEvent(text: string): boolean {
  const [name = '', property] = text.split('.');
  const versions = schemas.filter((path) => new RegExp(`/${name}/v\\d+\\.json$`).test(path));
  const newest = versions.toSorted().at(-1);
  if (newest === undefined) return false;
  const { properties } = jsonOf<{ readonly properties: Readonly<Record<string, unknown>> }>(newest);
  return property === undefined || property in properties;
}

/** `list`, or `list=code`. */
function hasCode(text: string): boolean {
  const [list = '', code] = text.split('=');
  const path = `schemas/codes/${list}.json`;
  if (!exists(path)) return false;
  const { values } = jsonOf<{ readonly values: readonly { readonly code: string }[] }>(path);
  return code === undefined || values.some((value) => value.code === code);
}

function authorityRows(): ReadonlySet<string> {
  const { rows: known } = jsonOf<{ readonly rows: readonly { readonly id: string }[] }>('schemas/authority.json');
  return new Set(known.map(({ id }) => id));
}

function ruleCodes() {
  return jsonOf<Readonly<Record<'anomalies' | 'expectations' | 'refusals', object>>>('schemas/rules.json');
}

/** `end of the path of one file › title`, which the file writes out. */
function hasTest(text: string): boolean {
  const [end = '', title] = text.split(' › ');
  const files = tested.filter((path) => path === end || path.endsWith(`/${end}`));
  const [file] = files;
  if (file === undefined || files.length > 1 || title === undefined) return false;
  const written = textOf(file);
  return ["'", '"', '`'].some((quote) => written.includes(`${quote}${title}${quote}`));
}
