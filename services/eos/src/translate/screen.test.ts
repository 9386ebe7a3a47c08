import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import { catalogueEntry, type EventName } from '@hub/contracts';
import { describe as describeDossier, describeSession, type Fact, factSet } from '@hub/core';
import { loadDictionary, loadRules } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import opening from '../../fixtures/opening.json' with { type: 'json' };
import ofDossier from '../../fixtures/screen-dossier.json' with { type: 'json' };
import ofSession from '../../fixtures/screen-session.json' with { type: 'json' };
import { nativeDossier } from './dossier-form.ts';
import { nativeSession } from './session-form.ts';
import { translateObject } from './translate-object.ts';

/** One field of the screen on its way: where the webinar shows it, in the export, in an event, in what readers see. */
interface Row {
  /** Lines of *Webinar 2026*; null where no screen shows the field: inferred. */
  readonly lines: string | null;
  readonly screen: string;
  /** Path in the export, `entree.dateEntreeReelle`. */
  readonly field: string;
  readonly written: unknown;
  /** Null-free name of the dictionary; `*`: of every event. */
  readonly event: string;
  readonly property: string;
  readonly told: unknown;
  readonly sealed: string | null;
  readonly shown: string;
}

const dossierRows: readonly Row[] = ofDossier;
const sessionRows: readonly Row[] = ofSession;

/** What makes a statement of a part; the screen shows none of it. */
const technical = new Set([
  ...['typeObjet', 'version', 'versionPrecedente', 'dateEnregistrement', 'dateMiseAJour', 'numero', 'supprimee'],
  ...['supprime', 'motifSuppression', 'numeroPrecedent'],
]);

/** An object of the export in which every row's field holds what the row says. */
function written(rows: readonly Row[], base: object): Record<string, unknown> {
  const exported = structuredClone(base) as Record<string, unknown>;
  for (const row of rows) {
    const path = row.field.split('.');
    const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, name, depth) => {
      at[name] ??= /^\d+$/.test(path[depth + 1] ?? '') ? [] : {};
      return at[name] as Record<string, unknown>;
    }, exported);
    holder[path.at(-1) ?? ''] = row.written;
  }
  return exported;
}

const saved = { version: 2, dateEnregistrement: '2026-11-05T09:12:00+01:00' };
const parts = ['parcoursComplet', 'parcours', 'entree', 'absenceEntree', 'situation', 'remuneration', 'prolongation'];
const lines = ['suspensions', 'interruptions', 'realisations', 'entreprises'];
const dossier = {
  typeObjet: 'DOSSIER',
  version: 2,
  dateMiseAJour: '2026-11-05T09:12:00+01:00',
  agora: { version: 1 },
  ...Object.fromEntries([...parts, 'abandon', 'sortie', 'bilan'].map((name) => [name, { ...saved }])),
  ...Object.fromEntries(lines.map((name) => [name, [{ ...saved, numero: 1 }]])),
};
const session = { typeObjet: 'SESSION', version: 2, dateMiseAJour: '2026-01-12T10:00:00+01:00' };

/** Path of every value of a form; a list is its first element. */
function fieldsOf(form: z.ZodType, path: readonly string[] = []): readonly string[] {
  const { def } = form as unknown as { readonly def: Readonly<Record<string, unknown>> };
  if (def.innerType !== undefined) return fieldsOf(def.innerType as z.ZodType, path);
  if (def.type === 'array') return fieldsOf(def.element as z.ZodType, [...path, '0']);
  if (def.type !== 'object') return [path.join('.')];
  const shape = def.shape as Readonly<Record<string, z.ZodType>>;
  return Object.entries(shape).flatMap(([name, inner]) => fieldsOf(inner, [...path, name]));
}

/** Every value that a property of an event holds, in a list each of its elements. */
function valuesAt(data: unknown, property: string): readonly unknown[] {
  const value = property
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], data);
  return Array.isArray(value) ? value : [value];
}

const nameOf = ({ type }: CloudEvent) => type.slice('hub.'.length);
const identity = new Set(['trainee-known', 'trainee-described']);

/** Events in which the row's value must be found: the block of the person is in all of them. */
function eventsOf({ event, field }: Row, events: readonly CloudEvent[]): readonly CloudEvent[] {
  if (event === '*' || identity.has(event)) return events;
  const scope = field.startsWith('parcoursComplet') ? 'path' : undefined;
  return events.filter((each) => nameOf(each) === event && each.data.scope === scope);
}

function expectNoLoss(rows: readonly Row[], exported: Record<string, unknown>): void {
  const { events, findings } = translateObject(exported);
  expect(findings).toEqual([]);
  const dictionary = loadDictionary();
  for (const event of events) {
    const major = Number(event.dataschema?.split(':').at(-1) ?? 1);
    expect(dictionary.validate(nameOf(event), major, event.data), nameOf(event)).toEqual([]);
  }
  for (const row of rows) {
    const told = eventsOf(row, events);
    expect(told.length, row.field).toBeGreaterThan(0);
    for (const { data } of told) expect(valuesAt(data, row.property), row.field).toContainEqual(row.told);
  }
}

/** The facts of events as the log has them: without the person and without what is sealed. */
function factsOf(events: readonly CloudEvent[]): readonly Fact[] {
  return factSet(
    events.map(({ id, type, recordedtime, data }) => {
      const { trainee: _, training, ...rest } = data;
      const name = type.slice('hub.'.length) as EventName;
      const sealed = new Set(Object.values(catalogueEntry(name).sealed).flat());
      const clear = Object.fromEntries(Object.entries(rest).filter(([property]) => !sealed.has(property)));
      const at = new Date(recordedtime).toISOString();
      return {
        ...{ source: 'eos', id, type: name, version: 1, partner: 'eos', recordedAt: at, receivedAt: at },
        effectiveDate: (data.effectiveDate ?? data.from ?? null) as string | null,
        digest: id,
        references: training,
        data: clear,
      } as unknown as Fact;
    }),
  );
}

/** What stands at a path of a record, `stays[].exit`; of lists all. */
function shownAt(shown: unknown, path: string): string {
  const found = path
    .replaceAll('[]', '.*')
    .split('.')
    .reduce<readonly unknown[]>(
      (at, name) => at.flatMap((each) => (name === '*' ? (each as unknown[]) : [memberOf(each, name)])),
      [shown],
    );
  return JSON.stringify(found);
}

/** Of a value with its fact, the member of the value. */
function memberOf(holder: unknown, name: string): unknown {
  const { value, ...members } = (holder ?? {}) as { value?: object };
  return { ...members, ...(typeof value === 'object' ? value : {}) }[name as never];
}

describe('the screen of EOS', () => {
  it('arrives without loss: each value of a full dossier is found in its event', () => {
    expectNoLoss(dossierRows, written(dossierRows, dossier));
  });

  it('arrives without loss: each value of a session too', () => {
    expectNoLoss(sessionRows, written(sessionRows, session));
  });

  it('shows in the record what is not sealed, where the table says', () => {
    const { events } = translateObject(written(dossierRows, dossier));
    for (const { event, sealed, shown, told, field } of dossierRows) {
      if (sealed !== null || field === 'session.numero') continue;
      const seen = events.filter(({ type }) => type !== 'hub.path-extended' || event === 'path-extended');
      const record = describeDossier(factsOf(seen), loadRules());
      for (const path of shown.split(', '))
        expect(shownAt(record, path), `${field} ${path}`).toContain(JSON.stringify(told));
    }
    const described = describeSession(factsOf(translateObject(written(sessionRows, session)).events), loadRules());
    for (const { shown, told, field } of sessionRows) {
      expect(shownAt({ session: described }, shown), field).toContain(JSON.stringify(told));
    }
  });

  it('has a row for each field of the export, and no value stands for two of its rows', () => {
    const rowed = new Set([...dossierRows, ...sessionRows].map(({ field }) => field));
    const fields = [...fieldsOf(nativeDossier), ...fieldsOf(nativeSession)];
    const unnamed = fields.filter((field) => !rowed.has(field) && !technical.has(field.split('.').at(-1) ?? ''));
    expect(unnamed).toEqual([]);
    expect([...rowed].filter((field) => !fields.includes(field))).toEqual([]);
    for (const rows of [dossierRows, sessionRows]) {
      const told = rows.filter(({ told }) => typeof told === 'string' || typeof told === 'number');
      const keys = told.map(({ event, property, told, field }) =>
        JSON.stringify([event, property, field.split('.')[0], told]),
      );
      const shared = keys.filter((key, index) => keys.indexOf(key) !== index && !key.includes('address.lines'));
      expect(shared).toEqual([]);
    }
  });

  it('is sealed as its table says', () => {
    for (const { event, property, sealed, field } of [...dossierRows, ...sessionRows]) {
      if (event === '*' || identity.has(event)) continue;
      const schema = JSON.parse(
        readFileSync(
          join(
            import.meta.dirname,
            `../../../../schemas/events/${event}/v${catalogueEntry(event as EventName).versions.at(-1)}.json`,
          ),
          'utf8',
        ),
      ) as { properties: Record<string, { 'x-hub-sealed'?: string }> };
      expect(schema.properties[property.split('.')[0] ?? '']?.['x-hub-sealed'] ?? null, field).toBe(sealed);
    }
  });

  it('stands in the page of the room as the tests have it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8').split('\n');
    const missing = [...dossierRows, ...sessionRows].map(markdownRow).filter((row) => !page.includes(row));
    expect(missing).toEqual([]);
  });
});

/** What a file is opened with (docs/partners.md). */
describe('a file that is opened prefilled', () => {
  const openingRows: readonly OpeningRow[] = opening;

  it('has a row for every field of the first two tabs, and says of each who tells it or why nobody does', () => {
    const ofTabs = dossierRows.filter(({ lines, field }) => isOfTabs(lines) && !notOfTabs.test(field));
    const ofLine = sessionRows.filter(({ lines, field }) => lines !== null && field !== 'numero');
    const named = (field: string, screen: string) => `${field} ${screen}`;
    expect(openingRows.map(({ field, screen }) => named(field, screen)).sort()).toEqual(
      [
        ...ofTabs.map(({ field, screen }) => named(field, screen)),
        ...ofLine.map(({ field, screen }) => named(`session:${field}`, screen)),
      ].sort(),
    );
    for (const { at, by, lacks, field } of openingRows) {
      expect([at, by].every((each) => each !== undefined) !== (lacks !== undefined), field).toBe(true);
    }
  });

  it('stands in the page for partners as the tests have it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/partners.md'), 'utf8').split('\n');
    expect(openingRows.map(openingLine).filter((row) => !page.includes(row))).toEqual([]);
  });
});

/** A field with where the answer has it and which event tells it, or why it is lacking. */
interface OpeningRow {
  readonly lines: string;
  readonly screen: string;
  readonly field: string;
  readonly at?: string;
  readonly by?: string;
  readonly lacks?: string;
}

/** From the person's to the rémunération; what is realised, and the exit, is not there yet. */
function isOfTabs(lines: string | null): boolean {
  return (lines ?? '').split(', ').some((line) => Number(line) >= 121 && Number(line) <= 206);
}
const notOfTabs = /^(realisations|entreprises|sortie|bilan)/;

function openingLine({ lines, screen, at, by, lacks }: OpeningRow): string {
  const teller = { trainee: 'whatever names the person', training: 'whatever names the session', hub: 'the hub' };
  const told = teller[by as keyof typeof teller] ?? `\`${by}\``;
  return lacks === undefined
    ? `| ${lines} | ${screen} | \`${at}\` | ${told} |`
    : `| ${lines} | ${screen} | – | ${lacks} |`;
}

function markdownRow({ lines, screen, field, event, property, sealed, shown }: Row): string {
  const told = event === '*' ? 'every event' : `\`${event}\``;
  const kept = sealed === null ? 'clear' : `sealed \`${sealed}\``;
  return `| ${lines ?? '–'} | ${screen} | \`${field}\` | ${told} \`${property}\` | ${kept} | ${shown} |`;
}
