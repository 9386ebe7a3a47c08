import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealedCategories, topics } from '../src/catalogue.ts';
import { type Json, readDefinitions, readEvents, repositoryRoot } from './read-schemas.ts';

const events = readEvents();
const definitions = readDefinitions();
const schemas = [...events.map(({ name, schema }) => [name, schema] as const), ...definitions];

interface CodeList {
  readonly title: string;
  readonly source: string;
  readonly closed: boolean;
  readonly values: readonly { readonly code: string; readonly label: string; readonly note?: string }[];
}

function codeList(name: string): CodeList {
  return JSON.parse(readFileSync(join(repositoryRoot, 'schemas/codes', `${name}.json`), 'utf8')) as CodeList;
}

/** `data` of the valid examples of an event. */
function validData(name: string, version: number): readonly Json[] {
  const path = join(repositoryRoot, 'schemas/events', name, `v${version}.examples.json`);
  const { valid } = JSON.parse(readFileSync(path, 'utf8')) as { valid: readonly { event: { data: Json } }[] };
  return valid.map(({ event }) => event.data);
}

/** Every object of a schema with the path to it. */
function parts(schema: unknown, path = ''): [string, Json][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.entries(schema).flatMap(([key, value]) => parts(value, `${path}/${key}`));
  return Array.isArray(schema) ? below : [[path, schema as Json], ...below];
}

describe.each(schemas)('the schema %s', (_, schema) => {
  it('is closed at every level and holds no tuple', () => {
    for (const [path, part] of parts(schema)) {
      if (part.properties !== undefined && !path.endsWith('/properties')) {
        expect({ path, closed: part.additionalProperties }).toEqual({ path, closed: false });
      }
      expect(part.prefixItems).toBeUndefined();
    }
  });

  it('has a French title on every property', () => {
    expect(schema.title).toBeTypeOf('string');
    for (const [path, part] of parts(schema)) {
      if (!/\/(properties|\$defs)\/[^/]+$/.test(path) || part.$ref !== undefined) continue;
      expect({ path, title: typeof part.title }).toEqual({ path, title: 'string' });
    }
  });

  it('reaches only parts that exist', () => {
    for (const [, { $ref }] of parts(schema)) {
      if (typeof $ref !== 'string') continue;
      const [document = '', name = ''] = $ref.split('#/$defs/');
      const file = document === '' ? schema : definitions.get(document.split(':').at(-1) ?? '');
      expect(Object.keys((file?.$defs as Json) ?? {})).toContain(name);
    }
  });
});

describe('the events', () => {
  it('name a known topic, subject, reporter and sealed categories', () => {
    for (const { name, version, hub, schema } of events) {
      expect(schema.$id).toBe(`urn:hub:dictionary:${name}:${version}`);
      expect(topics).toContain(hub.topic);
      expect(['session', 'dossier', 'trainee']).toContain(hub.subject);
      expect(['partner', 'operator', 'hub']).toContain(hub.reporter);
      for (const [, part] of parts(schema)) {
        if (part['x-hub-sealed'] !== undefined) expect(sealedCategories).toContain(part['x-hub-sealed']);
      }
    }
  });

  it('say which training organisation reports, where tools of training organisations report them', () => {
    const tools = ['kairos', 'kairos-ng', 'eos', 'soistiss'];
    for (const { name, hub, schema } of events) {
      const isTheirs = hub.subject === 'dossier' && hub.emitters.some((emitter) => tools.includes(emitter));
      const { organisationSiret } = schema.properties as Record<string, Json>;
      expect({ name, says: organisationSiret?.$ref }).toEqual({
        name,
        says: isTheirs ? 'urn:hub:dictionary:definitions:relations#/$defs/organisationSiret' : undefined,
      });
    }
  });

  it('show in a valid example every property that a partner may give: of the event, of the person, of its relations', () => {
    const relations = ['attempt', 'corrects', 'module', 'organisationSiret', 'origin', 'statement'];
    const shared = new Set([...relations, 'dossier', 'effectiveDate', 'funding', 'trainee', 'training']);
    const unseen = (properties: readonly string[], shown: readonly Json[]) =>
      properties.filter((property) => !shown.some((each) => property in each));
    const own = events.flatMap(({ name, version, hub, schema }) => {
      const properties = hub.reporter === 'partner' ? Object.keys(schema.properties as Json) : [];
      const lacking = unseen(properties, validData(name, version)).filter((property) => !shared.has(property));
      return lacking.map((property) => `${name}: ${property}`);
    });
    expect(own).toEqual([]);
    const data = events.flatMap(({ name, version }) => validData(name, version));
    expect(unseen(relations, data)).toEqual([]);
    const trainee = (definitions.get('trainee')?.$defs as Record<string, Json> | undefined)?.trainee;
    const people = data.flatMap((each) => (each.trainee === undefined ? [] : [each.trainee as Json]));
    expect(unseen(Object.keys(trainee?.properties as Json), people)).toEqual([]);
  });

  it('are reported by systems of the list, and every system reports one or says why none', () => {
    const systems = codeList('system').values;
    const emitters = new Set(events.flatMap(({ hub }) => hub.emitters));
    // Whoever reported what is taken back.
    emitters.delete('author');
    expect(systems.map(({ code }) => code)).toEqual(expect.arrayContaining([...emitters]));
    const silent = systems.filter(({ code, note = '' }) => !emitters.has(code) && note === '');
    expect(silent).toEqual([]);
  });

  /** Their lines, and what L6353-10 has them share: beginning, interruptions, end. */
  const ofFinancers = [
    ...['financing-engaged', 'financing-realised'],
    ...['entry-attested', 'interruption-observed', 'resumption-attested', 'exit-declared'],
  ];

  it.each([
    ['mission-locale', ['candidate-positioned', 'validation-requested', 'enrolment-decided']],
    ['cap-emploi', ['candidate-positioned', 'validation-requested', 'enrolment-decided']],
    ['ouiform', ['candidate-positioned', 'validation-requested', 'enrolment-decided']],
    ['carif', ['recruitment-opened', 'session-published', 'session-withdrawn', 'session-identified']],
    ['dsn', ['employment-reported']],
    ['msa', ['employment-reported']],
    ['certifier', ['certification-obtained']],
    ['passport', ['skills-profile-completed']],
    ['transitions-pro', [...ofFinancers, 'training-cost-declared']],
    ['agefiph', [...ofFinancers, 'training-cost-declared']],
  ])('name %s where it reports', (system, names) => {
    const reported = events.filter(({ hub }) => hub.emitters.includes(system)).map(({ name }) => name);
    expect(new Set(reported)).toEqual(new Set(names));
  });

  it('keep free text sealed', () => {
    for (const { name, schema } of events) {
      for (const [property, part] of Object.entries(schema.properties as Record<string, Json>)) {
        if (JSON.stringify(part).includes('/sealedText')) {
          expect({ name, property, sealed: typeof part['x-hub-sealed'] }).toEqual({ name, property, sealed: 'string' });
        }
      }
    }
  });
});

describe('the code lists', () => {
  const codes = definitions.get('codes')?.$defs as Record<string, { enum: string[]; title: string }>;
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

  it.each(Object.entries(codes))('of %s are those of the schema', (name, schema) => {
    const list = codeList(kebab(name));
    expect(list.closed).toBe(true);
    expect(list.title).toBe(schema.title);
    expect(list.values.map(({ code }) => code)).toEqual(schema.enum);
  });

  it('have a label for every code and a source', () => {
    for (const file of readdirSync(join(repositoryRoot, 'schemas/codes'))) {
      const list = codeList(file.slice(0, -'.json'.length));
      expect(list.source).not.toBe('');
      expect(new Set(list.values.map(({ code }) => code)).size).toBe(list.values.length);
      for (const { label } of list.values) expect(label).not.toBe('');
    }
  });
});

/** Steps whose line of the tables names nobody and of which nothing else speaks: they have no row. */
const leftBlank = ['attendance-sheet', 'invoice-transmission'];

describe('authority.json', () => {
  const table = JSON.parse(readFileSync(join(repositoryRoot, 'schemas/authority.json'), 'utf8')) as {
    territories: Record<string, string>;
    rows: {
      id: string;
      step: string;
      territory?: string;
      funding?: string[];
      exceptFunding?: string[];
      validator?: string;
      source: string;
      inferred: boolean;
      sourcedFrom?: string;
      regimes: { sources: string[] }[];
    }[];
  };

  it('names known steps, fundings and systems, and says where each row comes from', () => {
    const codesOf = (name: string) => codeList(name).values.map(({ code }) => code);
    const steps = new Set([...events.map(({ hub }) => hub.step)]);
    expect(new Set(table.rows.map(({ id }) => id)).size).toBe(table.rows.length);
    for (const row of table.rows) {
      expect(steps).toContain(row.step);
      expect(row.source).not.toBe('');
      expect(row.inferred).toBe(row.sourcedFrom === undefined);
      const fundings = [...(row.funding ?? []), ...(row.exceptFunding ?? [])];
      expect(codesOf('funding')).toEqual(expect.arrayContaining(fundings));
      if (row.validator !== undefined) expect(codesOf('validator')).toContain(row.validator);
      if (row.territory !== undefined) expect(codesOf('territory')).toContain(row.territory);
      expect(codesOf('system')).toEqual(expect.arrayContaining(row.regimes.flatMap(({ sources }) => sources)));
    }
    const rowless = [...steps].filter((step) => step !== null && table.rows.every((row) => row.step !== step));
    expect(leftBlank).toEqual(expect.arrayContaining(rowless));
    for (const [registry, territory] of Object.entries(table.territories)) {
      expect(codesOf('registry')).toContain(registry);
      expect(codesOf('territory')).toContain(territory);
    }
  });
});
