import { type EventName, eventNames, isEventName } from '@hub/contracts';
import { type Category, mayReport, type Sight, toldCauses } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { filesIn, jsonOf, textOf } from './project-files.ts';

interface CodeList {
  readonly values: readonly { readonly code: string; readonly label: string }[];
}

interface Rules {
  readonly anomalies: Readonly<Record<string, { readonly threshold?: number }>>;
  readonly expectations: Readonly<Record<string, { readonly days: number }>>;
}

interface Row {
  readonly who: string;
  readonly kinds: readonly string[];
  readonly sources: readonly string[];
  readonly reports: readonly string[];
  readonly gets: string;
  readonly purposes: readonly string[];
}

const page = textOf('docs/partners.md');
const section = page.split('## Who reports what, and gets what\n')[1]?.split('\n## ')[0] ?? '';
const [table = '', returns = '', deadlines = ''] = section.split(/^### .+$/m);
const rows: readonly Row[] = cellsOf(table).map(
  ([who = '', kinds = '', sources = '', reports = '', gets = '', purposes = '']) => {
    return {
      who: who.replace(/^\[([^\]]+)\].*/, '$1'),
      kinds: codesOf(kinds),
      sources: codesOf(sources),
      reports: codesOf(reports),
      gets,
      purposes: codesOf(purposes),
    };
  },
);
const rights = jsonOf<{
  readonly rows: readonly {
    readonly relation: string;
    readonly purposes: readonly string[];
    readonly kinds: readonly string[];
  }[];
  readonly relations: object;
  readonly categories: Readonly<Record<string, string>>;
  readonly months: object;
  readonly statistics: readonly { readonly kinds: readonly string[] }[];
}>('schemas/rights.json');
const codes = (name: string) => jsonOf<CodeList>(`schemas/codes/${name}.json`).values.map(({ code }) => code);

/** What whoever reported something takes back by, named below the table. */
const ofAuthors = ['fact-retracted', 'dossier-withdrawn'];

describe('The table of actors', () => {
  it('names events, sources and purposes that there are', () => {
    const systems = codes('system');
    const purposes = codes('purpose');
    const unknown = rows.flatMap(({ who, sources, reports, purposes: named }) => [
      ...reports.filter((event) => !isEventName(event)).map((event) => `${who}: ${event}`),
      ...sources.filter((source) => !systems.includes(source)).map((source) => `${who}: ${source}`),
      ...named.filter((purpose) => !purposes.includes(purpose)).map((purpose) => `${who}: ${purpose}`),
    ]);
    expect(rows.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });

  it.each(rows.filter(({ sources }) => sources.length > 0))(
    'says of $who which events its sources may report, and no other',
    ({ kinds, sources, reports }) => {
      const may = (event: EventName) =>
        sources.some((source) => mayReport(event, source, { kinds, territories: [] }) === null);
      expect([...reports].sort()).toEqual(
        eventNames.filter((event) => !ofAuthors.includes(event) && may(event)).sort(),
      );
    },
  );

  it('leaves no event and no system out', () => {
    const told = [...rows.flatMap(({ reports }) => reports), ...codesOf(table.slice(table.lastIndexOf('|')))];
    expect(eventNames.filter((event) => !told.includes(event))).toEqual([]);
    const sources = rows.flatMap((row) => row.sources);
    const members = codes('system').filter((system) => !/^(?:region|carif)-|^hub$/.test(system));
    expect(members.filter((system) => !sources.includes(system))).toEqual([]);
  });

  it('names each purpose by which a kind of organisation is shown more than its own, and no other', () => {
    for (const kind of new Set(rows.flatMap(({ kinds }) => kinds))) {
      const named = rows.filter(({ kinds }) => kinds.includes(kind)).flatMap(({ purposes }) => purposes);
      expect(
        openedTo([kind]).filter((purpose) => !named.includes(purpose)),
        kind,
      ).toEqual([]);
    }
    const beyond = rows.flatMap(({ who, kinds, purposes }) =>
      purposes.filter((purpose) => !openedTo(kinds).includes(purpose)).map((purpose) => `${who}: ${purpose}`),
    );
    expect(beyond).toEqual([]);
  });

  it.each([
    ['prefill', 'open-dossier'],
    ['payments', 'remuneration'],
    ['figures', 'statistics'],
  ])('gives %s to whoever has the purpose %s', (what, purpose) => {
    const wrong = rows.filter(({ gets, purposes }) => gets.includes(what) !== purposes.includes(purpose));
    expect(wrong.map(({ who }) => who)).toEqual([]);
  });

  it('explains whatever somebody gets', () => {
    const explained = cellsOf(returns).flatMap(([gets = '']) => gets.split(', '));
    const others = [
      'what these tools show it',
      'everything',
      'changes of sessions',
      'administration',
      'never the content of a dossier',
      '–',
    ];
    const given = new Set(rows.flatMap(({ gets }) => gets.split(', ')));
    expect([...given].filter((each) => ![...explained, ...others].includes(each))).toEqual([]);
    expect(explained.filter((each) => !given.has(each))).toEqual([]);
  });

  it('says by when of events that there are, with the days of the rules', () => {
    const { anomalies, expectations } = jsonOf<Rules>('schemas/rules.json');
    const days: Readonly<Record<string, number | undefined>> = {
      'entry-attested': anomalies['late-declaration']?.threshold,
      'path-extended': anomalies['late-extension']?.threshold,
      'selection-decided': expectations.result?.days,
      'enrolment-decided': expectations.validation?.days,
      'assessment-recorded': expectations.assessment?.days,
    };
    const isSaid = (event: string, count: number | undefined) =>
      cellsOf(deadlines).some(
        ([events = '', when]) => codesOf(events).includes(event) && when?.includes(`${count} days`),
      );
    expect(Object.entries(days).filter(([event, count]) => !isSaid(event, count))).toEqual([]);
    const named = cellsOf(deadlines).flatMap(([events = '']) => codesOf(events));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((event) => !isEventName(event))).toEqual([]);
  });
});

describe('docs/dictionary.md', () => {
  const dictionary = textOf('docs/dictionary.md');
  const rowsAt = (header: string) => cellsOf(dictionary.split(`| ${header} |`)[1]?.split('\n\n')[0] ?? '');
  const firstCodes = (header: string) => rowsAt(header).flatMap(([first = '']) => codesOf(first));

  it('has a row for every relation, category, standing and purpose', () => {
    expect(firstCodes('Relation').sort()).toEqual(Object.keys(rights.relations).sort());
    expect(firstCodes('Category').sort()).toEqual(Object.keys(rights.categories).sort());
    expect(firstCodes('`standing`').sort()).toEqual(['authoritative', 'contested', 'no-authority', 'unconfirmed']);
    expect(firstCodes('Purpose').sort()).toEqual([...codes('purpose')].sort());
  });

  it('says how long a relation holds, and names purposes and categories, as the data does', () => {
    expect(rights.months).toMatchObject({ afterExit: 24, paying: 24, registered: 3, accompanied: 12 });
    const labels = jsonOf<CodeList>('schemas/codes/purpose.json').values.map(({ code, label }) => [
      `\`${code}\``,
      label,
    ]);
    expect(
      rowsAt('Purpose')
        .map((row) => row.slice(0, 2))
        .sort(),
    ).toEqual(labels.sort());
    const categories = rowsAt('Category').filter(([codes = '']) => /^`[a-z-]+`$/.test(codes));
    const wrong = categories.filter(([code = '', label]) => rights.categories[code.replaceAll('`', '')] !== label);
    expect(wrong).toEqual([]);
  });

  it('has a row for what envelopes have, and for what ten events and more have in common', () => {
    const named = rowsAt('Where').flatMap(([, properties = '']) => codesOf(properties));
    const schemas = filesIn('schemas/events').filter((path) => path.endsWith('/v1.json'));
    const properties = schemas.flatMap((path) => Object.keys(jsonOf<{ readonly properties: object }>(path).properties));
    const common = [...new Set(properties)].filter((name) => properties.filter((each) => each === name).length >= 10);
    const envelope = ['type', 'dataschema', 'source', 'id', 'recordedtime', 'time'];
    expect(named.sort()).toEqual([...common, ...envelope].sort());
  });

  it('names the events by which a reader of a category is told of a change', () => {
    const wrong = rowsAt('Category')
      .map(([categories = '', , events = '']) => ({ categories: codesOf(categories), events: codesOf(events) }))
      .filter(({ events }) => events.length > 0)
      .flatMap(({ categories, events }) => {
        const told = eventNames.filter((event) => categories.some((category) => isToldOf(event, category as Category)));
        return JSON.stringify([...told].sort()) === JSON.stringify([...events].sort())
          ? []
          : [[categories, told, events]];
      });
    expect(wrong).toEqual([]);
  });
});

function isToldOf(event: EventName, category: Category): boolean {
  const sight: Sight = {
    ...{ described: 'all', categories: [category], blocks: {}, own: [] },
    ...{ relations: [], until: null, days: null },
  };
  const came = { source: 'kairos', id: '1', receivedAt: '2026-04-01T09:00:00.000Z' };
  return toldCauses([{ of: 'somebody', what: event, event: came }], sight, 'me') !== null;
}

describe('A page for partners', () => {
  const pages = ['docs/partners.md', 'docs/corrections.md', 'docs/dictionary.md', ...filesIn('docs/partners')];

  it('names rules that there are, in the section that it links', () => {
    const rules = new Map(
      textOf('docs/rules.md')
        .split(/^## /m)
        .map((text) => [text.slice(0, text.indexOf('\n')).toLowerCase().replaceAll(' ', '-'), text] as const),
    );
    const wrong = pages.flatMap((path) =>
      [...textOf(path).matchAll(/\[(\d+(?:\.\d+)?)\]\([^)]*rules\.md#([a-z-]+)\)/g)]
        .filter(([, number = '', anchor = '']) => {
          const first = number.includes('.') ? number : `${number}.1`;
          return rules.get(anchor)?.includes(`**${first}**`) !== true;
        })
        .map(([, number, anchor]) => `${path}: ${number} in ${anchor}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names addresses that there are', () => {
    const paths = Object.keys(jsonOf<{ readonly paths: object }>('contracts/openapi.json').paths);
    const shapes = paths.map((path) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`));
    const unknown = pages.flatMap((path) =>
      [...textOf(path).matchAll(/\/v1\/[A-Za-z0-9{}/_-]*[A-Za-z0-9}]/g)]
        .filter(([address]) => !shapes.some((shape) => shape.test(address)))
        .map(([address]) => `${path}: ${address}`),
    );
    expect(unknown).toEqual([]);
  });
});

function cellsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines
    .filter((line) => !/^\| (?:---|Who|Event|Gets) \|/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function codesOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([A-Za-z-]+)`/g)].map(([, code = '']) => code);
}

/** Purposes that show organisations of these kinds something, beside what they reported themselves. */
function openedTo(kinds: readonly string[]): readonly string[] {
  const isOf = (row: { readonly kinds: readonly string[] }) => row.kinds.some((kind) => kinds.includes(kind));
  const opened = rights.rows.filter((row) => row.relation !== 'own' && isOf(row)).flatMap(({ purposes }) => purposes);
  return [...new Set([...opened, ...(rights.statistics.some(isOf) ? ['statistics'] : [])])];
}
