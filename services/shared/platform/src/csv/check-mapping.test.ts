import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadDictionary } from '../dictionary/dictionary.ts';
import { readMapping } from './check-mapping.ts';
import { mappingTemplate } from './mapping-template.ts';

const dictionary = loadDictionary();
const sample = readFileSync(new URL('../../../../../docs/samples/csv/suivi-opco.yaml', import.meta.url), 'utf8');

/** The sample with another value at a path. */
function changed(change: (mapping: ReturnType<typeof parse>) => void) {
  const mapping = parse(sample);
  change(mapping);
  return readMapping(JSON.stringify(mapping), dictionary).faults.map(({ pointer, said }) => `${pointer} ${said}`);
}

/** A line of YAML that is ten times the line before it. */
function lotsOf([before = '', name = '']: string): string {
  return `${name}: &${name} [${`*${before}, `.repeat(9)}*${before}]`;
}

describe('a mapping', () => {
  it('is YAML, and the same in JSON', () => {
    const [yaml, json] = [sample, JSON.stringify(parse(sample))].map((text) => readMapping(text, dictionary));
    expect(yaml?.faults).toEqual([]);
    expect(json?.plan?.events).toEqual(yaml?.plan?.events);
    expect(json?.columns).toEqual(yaml?.columns);
  });

  it('that is no YAML says so', () => {
    expect(readMapping('name: [', dictionary)).toMatchObject({ plan: null, faults: [{ pointer: '' }] });
    for (const text of ['', '3', '[]', 'name: x', 'events: 3']) {
      expect(readMapping(text, dictionary).faults.length, text).toBeGreaterThan(0);
    }
  });

  it.each([
    ['name: *nobody', /nobody/],
    [
      ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...['ab', 'bc', 'cd', 'de'].map(lotsOf)].join('\n'),
      /Excessive alias count/,
    ],
    [`name: ${'['.repeat(20_000)}`, /call stack/],
  ])('whose YAML is a trap says so', (text, said) => {
    const { plan, faults } = readMapping(text, dictionary);
    expect(plan).toBeNull();
    expect(faults[0]?.said).toMatch(said);
  });

  it('has every fault told at once, with its place, the nearest name and what to do', () => {
    const faults = changed((mapping) => {
      mapping.events[0].event = 'financing-engage';
      mapping.events[1].fields.efectiveDate = 'Entrée';
      mapping.events[2].fields.kind.codes.Abandon = 'abandonement';
      mapping.recordd = 'Modifié le';
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        '/events/0/event no event that partners report; the nearest is financing-engaged.',
        '/events/1/fields/efectiveDate the event has no such field; the nearest is effectiveDate.',
        '/events/2/fields/kind/codes/Abandon not in its list; the nearest is abandonment.',
        '/recordd there is no such setting; the nearest is recorded.',
      ]),
    );
  });

  it.each<[string, RegExp, (mapping: ReturnType<typeof parse>) => void]>([
    [
      'a mandatory field that nothing fills',
      /^\/events\/1\/fields nothing fills effectiveDate/,
      (each) => {
        each.events[1].fields = { module: 'Entrée' };
      },
    ],
    [
      'nobody',
      /^\/events\/0\/fields nothing fills trainee.nir or trainee.nia or/,
      (each) => {
        delete each.fields['trainee.nir'];
      },
    ],
    [
      'no training',
      /^\/events\/0\/fields nothing fills training or dossier/,
      (each) => {
        delete each.fields.training;
      },
    ],
    [
      'a constant that is none',
      /^\/events\/0\/fields\/financerSiret\/constant .*SIRET/,
      (each) => {
        each.events[0].fields.financerSiret.constant = '99000108300016';
      },
    ],
    [
      'an unknown source',
      /^\/source no known system/,
      (each) => {
        each.source = 'nobody';
      },
    ],
    [
      'an event of others',
      /^\/events\/0\/event mission-locale does not report it; region/,
      (each) => {
        each.source = 'mission-locale';
      },
    ],
    [
      'a key that is a person',
      /^\/key a key holds nothing of a person/,
      (each) => {
        each.key = 'NIR';
      },
    ],
    [
      'an event that nothing takes back',
      /^\/events\/1\/emptied an event is taken back by the others/,
      (each) => {
        each.events.shift();
        each.events[1].when = 'Sortie';
      },
    ],
    [
      'what is filled twice',
      /^\/fields\/funding name one of column, constant and text/,
      (each) => {
        each.fields.funding = { column: 'Dispositif', constant: 'opco' };
      },
    ],
    [
      'a field that no event has',
      /^\/fields\/decision none of the events below/,
      (each) => {
        each.fields.decision = 'Entrée';
      },
    ],
    [
      'what the importer tells itself',
      /^\/fields\/statement.ref /,
      (each) => {
        each.fields['statement.ref'] = 'N° dossier';
      },
    ],
  ])('is refused for %s', (_, fault, change) => {
    expect(changed(change)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });

  it('to begin with names every field, and asks for what is mandatory', () => {
    const text = mappingTemplate(['entry', 'exit-declared'], dictionary);
    expect(text).toContain('# Nature de la sortie');
    expect(text).toContain('abandonment = Abandon');
    expect(text.match(/# trainee\.nir:/g)).toHaveLength(1);
    const { faults, columns } = readMapping(text.replaceAll('# trainee.nir:', 'trainee.nir: NIR'), dictionary);
    expect(columns).toContainEqual({ name: 'NIR', pointer: '/fields/trainee.nir' });
    expect(faults.map(({ pointer }) => pointer)).not.toContain('');
    expect(() => mappingTemplate(['entri-attested'], dictionary)).toThrow(/entry-attested/);
    expect(() => mappingTemplate(['session'], dictionary)).toThrow(/session-published/);
  });
});
