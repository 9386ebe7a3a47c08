import { catalogueEntry, isEventName, systemOf as systemEntryOf } from '@hub/contracts';
import { eventKinds } from '@hub/core';
import { loadDictionary, type Partner } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { checkEvent } from './check-event.ts';
import type { JsonObject } from './read-items.ts';

const dictionary = loadDictionary();

const attributes: JsonObject = {
  time: '2026-04-01T09:00:00+02:00',
  datacontenttype: 'application/json; charset=utf-8',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

/** The events that partners and operators report, as the dictionary shows them, with every attribute that one may have. */
const examples = dictionary.entries.flatMap(({ name, version, examples: { valid } }) => {
  if (!isEventName(name) || catalogueEntry(name).reporter === 'hub' || eventKinds[name].byCorrection) return [];
  return valid.map(({ event }, index) => ({
    title: `${name}, version ${version}, example ${index + 1}`,
    event: { ...attributes, ...event },
  }));
});

/** An organisation that may hold the source, and whose lines it reports. */
function holderOfSource(source: string, siret = '99000106700018'): Partner {
  const kinds = (systemEntryOf(source)?.holders ?? []) as Partner['kinds'];
  return { clientId: 'writer', siret, kinds, sources: [source], certifies: [], convention: null };
}

/** `<pointer> <rule>` of each fault, for whoever holds the source of the event. */
function faultsOf(event: JsonObject, source: string, siret?: string): readonly string[] {
  const checked = checkEvent(event, {
    writer: holderOfSource(source, siret),
    validate: dictionary.validate,
    nowMs: Date.parse('2026-11-26T12:00:00Z'),
    clockAheadMs: 300_000,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
  return checked.ok ? [] : checked.refusal.faults.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

const systemOf = ({ source }: JsonObject) => String(source).replace('urn:hub:source:', '');

type Path = readonly string[];

function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [[...at, name], ...pathsIn(member, [...at, name])]);
}

const holderOf = (event: JsonObject, path: Path) =>
  path.slice(0, -1).reduce((value, name) => value[name] as JsonObject, event) as Record<string, unknown>;

const valueAt = (event: JsonObject, path: Path) => holderOf(event, path)[path.at(-1) as string];

function withValue(event: JsonObject, path: Path, value: unknown): JsonObject {
  const changed = structuredClone(event);
  holderOf(changed, path)[path.at(-1) as string] = value;
  return changed;
}

function without(event: JsonObject, path: Path): JsonObject {
  const changed = structuredClone(event);
  const holder = holderOf(changed, path);
  if (Array.isArray(holder)) holder.splice(Number(path.at(-1)), 1);
  else delete holder[path.at(-1) as string];
  return changed;
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

const texts = [
  '',
  '?? é',
  'x'.repeat(600),
  '1800-01-01',
  '2026-02-30',
  '2099-12-31',
  '1800-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
  '269054958815780',
  '2699999999999',
  'urn:hub:dictionary:entry-attested:9',
  'application/json; charset=utf-16',
];

/** Values that are unreadable or out of range where `value` stands, and values of any other type (one of two members). */
function wrongValues(value: unknown): readonly unknown[] {
  const mistyped = [null, 5, 'x', true, [], { id: 'x' }].filter((other) => kindOf(other) !== kindOf(value));
  if (typeof value === 'string') return [...mistyped, ...texts];
  if (typeof value === 'number') return [...mistyped, -1, -1e15, 1e15, 0.5];
  if (!Array.isArray(value)) return mistyped;
  return [...mistyped, [value[0], value[0]], Array.from({ length: 600 }, () => value[0])];
}

/**
 * Where a fault stands elsewhere than what was broken: a choice, a list and a period are told where they stand, and the
 * version of an event decides what its data are.
 */
function standsElsewhere(path: Path, found: string): boolean {
  const holder = `/${path.slice(0, -1).join('/')}`;
  return [
    `${holder} training-missing`,
    // Without its session, the file of another is left.
    `${holder} file-foreign`,
    `${holder} content-missing`,
    `${holder} identifier-missing`,
    `${holder} too-few`,
    `${holder}/to period-reversed`,
    `${holder}/end period-reversed`,
    `${holder}/plannedExit period-reversed`,
    `${holder}/periodEnd period-reversed`,
    `${holder}/effectiveDate dates-differ`,
    ...(path[1] === 'corrects' ? [`/${path.join('/')}/source property-missing`] : []),
  ].includes(found);
}

function misplaced(path: Path, found: readonly string[]): boolean {
  const [fault] = found;
  if (fault === undefined) return false;
  // Data of version 2 are not those of version 1: each property that is new in 2 is unknown.
  if (path[0] === 'dataschema' && found.every((each) => /^\/data\/\w+ property-unknown$/.test(each))) return false;
  return found.length > 1 || !(fault.startsWith(`/${path.join('/')} `) || standsElsewhere(path, fault));
}

describe('one thing wrong with an event', () => {
  it('is looked for in every event that is reported', () => {
    expect(examples.length).toBeGreaterThan(50);
  });

  it.each(examples)('is one fault at its place: $title', ({ event }) => {
    const source = systemOf(event);
    const { financerSiret } = event.data as { financerSiret?: string };
    expect(faultsOf(event, source, financerSiret)).toEqual([]);
    for (const path of pathsIn(event)) {
      const broken = [without(event, path), ...wrongValues(valueAt(event, path)).map((v) => withValue(event, path, v))];
      for (const each of broken) {
        const found = faultsOf(each, source, financerSiret);
        if (misplaced(path, found))
          expect({ broken: path, found }).toEqual({ broken: path, found: ['one fault here'] });
      }
    }
  });

  it.each([
    ['specversion', 'property-missing', 'type-wrong', 'specversion-unknown'],
    ['type', 'property-missing', 'type-wrong', 'event-unknown'],
    ['source', 'property-missing', 'type-wrong', 'format-wrong'],
    ['id', 'property-missing', 'type-wrong', 'characters-refused'],
    ['recordedtime', 'property-missing', 'type-wrong', 'instant-impossible'],
    ['time', null, 'type-wrong', 'instant-impossible'],
    ['dataschema', null, 'type-wrong', 'version-unknown'],
    ['datacontenttype', null, 'type-wrong', 'value-invalid'],
    ['traceparent', null, 'type-wrong', 'format-wrong'],
    ['data', 'property-missing', 'type-wrong', 'type-wrong'],
  ])('with %s is told as missing, of the wrong type, or unreadable, and as null where it is missing', (...row) => {
    const [name, missing, mistyped, unreadable] = row;
    const event = examples.find(({ title }) => title.startsWith('exit-declared'))?.event ?? {};
    const faults = [without(event, [name]), ...[null, 5, '?? é'].map((value) => withValue(event, [name], value))];
    const rules = faults.map((each) => faultsOf(each, systemOf(event)));
    const told = (rule: string | null) => (rule === null ? [] : [`/${name} ${rule}`]);
    expect(rules).toEqual([told(missing), told(missing), told(mistyped), told(unreadable)]);
  });
});
