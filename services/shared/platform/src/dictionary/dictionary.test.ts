import { eventNames } from '@hub/contracts';
import { describe, expect, it } from 'vitest';
import { loadDictionary } from './dictionary.ts';

const dictionary = loadDictionary();
const nir = '269054958815780';

function entry(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { trainee: { nir }, training: ['session:eos:67680'], effectiveDate: '2026-04-01', ...change };
}

function faults(data: unknown, name = 'entry-attested'): string[] {
  return dictionary.validate(name, 1, data).map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe.each(dictionary.entries)('$name $version', ({ name, version, hub, examples }) => {
  it('takes its valid examples and refuses each invalid one by the rule that it names', () => {
    expect(examples.valid.length).toBeGreaterThan(0);
    expect(examples.invalid.length).toBeGreaterThan(0);
    for (const { event } of examples.valid) {
      expect(event.type).toBe(`hub.${name}`);
      expect(dictionary.validate(name, version, event.data)).toEqual([]);
    }
    for (const { event, pointer, rule } of examples.invalid) {
      const found = dictionary.validate(name, version, event.data);
      expect(found.map((fault) => ({ pointer: fault.pointer, rule: fault.rule }))).toEqual([{ pointer, rule }]);
      expect(dictionary.rules.get(rule)?.kind).toBe('refusal');
    }
  });

  it('says who reports it and where the field speaks of it', () => {
    expect(hub.emitters.length).toBeGreaterThan(0);
    expect(hub.source).not.toBe('');
  });
});

describe('the dictionary', () => {
  it('holds exactly the events that the program knows', () => {
    expect([...new Set(dictionary.entries.map(({ name }) => name))].sort()).toEqual([...eventNames].sort());
  });

  it('refuses days that the calendar does not have, before 1900 and after 2099', () => {
    for (const effectiveDate of ['2026-02-30', '2025-02-29', '2026-13-01', '1899-12-31', '9999-12-31', '2026-4-1']) {
      expect(faults(entry({ effectiveDate }))).toEqual(['/effectiveDate date-impossible']);
    }
    for (const effectiveDate of ['2024-02-29', '2000-02-29', '1900-01-01', '2099-12-31']) {
      expect(faults(entry({ effectiveDate }))).toEqual([]);
    }
  });

  it('refuses a birth date of another century by its own rule, and one that is no date as such', () => {
    const born = (birthDate: unknown) => faults(entry({ trainee: { nir, birthDate } }));
    expect([born('1899-12-31'), born('2100-01-01'), born('0001-01-01')]).toEqual(
      Array.from({ length: 3 }, () => ['/trainee/birthDate birth-date-impossible']),
    );
    expect([born('1969-02-30'), born('12/05/1969'), born('1969-5-2'), born('')]).toEqual(
      Array.from({ length: 4 }, () => ['/trainee/birthDate date-impossible']),
    );
    expect([born('1900-01-01'), born('1969-05-12')]).toEqual([[], []]);
  });

  it('finds a NIR wherever it may not stand', () => {
    expect(faults(entry({ attempt: nir }))).toEqual(['/attempt nir-in-clear']);
    expect(faults(entry({ module: '2690549588157' }))).toEqual(['/module nir-in-clear']);
    expect(faults(entry({ statement: { ref: `dossier/${nir}`, sequence: 1 } }))).toEqual([
      '/statement/ref nir-in-clear',
    ]);
    expect(faults(entry({ corrects: [nir] }))).toEqual(['/corrects/0 nir-in-clear']);
    expect(faults(entry({ origin: { source: 'eos', id: nir } }))).toEqual(['/origin/id nir-in-clear']);
    expect(faults(entry({ training: [`file:eos:${nir}`] }))).toEqual(['/training/0 nir-in-clear']);
  });

  it('never echoes a value, nor a property name that may be a person', () => {
    const found = dictionary.validate('entry-attested', 1, {
      ...entry({ funding: 'Jeanne', effectiveDate: 'Jeanne', attempt: 'Jeanne Exemple', dossier: 269054958 }),
      trainee: { nir: '269054958815781', franceTravailNumber: 'Jeanne', birthDate: '1969-02-30', sex: 'Jeanne' },
      [nir]: 1,
      'jeanne@exemple.test': 1,
      '0612345678': 1,
    });
    const text = JSON.stringify(found);
    for (const value of ['Jeanne', 'jeanne', '2690549', '0612345678', '1969']) expect(text).not.toContain(value);
    expect(found.filter(({ pointer }) => pointer === '/…').length).toBe(1);
  });

  it('names at most 20 faults, always in the same order', () => {
    const unknown = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, index]));
    const found = faults(entry(unknown));
    expect(found).toHaveLength(20);
    expect(faults(entry(Object.fromEntries(Object.entries(unknown).reverse())))).toEqual(found);
  });

  it('reads whatever JSON comes without throwing', () => {
    for (const data of [
      null,
      1,
      'text',
      [],
      [[]],
      {},
      { trainee: null },
      { training: {} },
      { corrects: [null, 1, {}] },
    ]) {
      expect(faults(data).length).toBeGreaterThan(0);
    }
    expect(dictionary.validate('entry-attested', 2, entry())).toMatchObject([{ rule: 'version-unknown' }]);
    expect(dictionary.validate('unheard-of', 1, entry())).toMatchObject([{ rule: 'version-unknown' }]);
  });

  it('takes a list of thousands of repeated items in a moment', () => {
    const training = Array.from({ length: 8_000 }, (_, index) => `file:eos:${index}`);
    const started = performance.now();
    expect(faults(entry({ training }))).toEqual(['/training too-many']);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('knows every rule that it names', () => {
    for (const { examples } of dictionary.entries) {
      for (const { rule } of examples.invalid) expect(dictionary.rules.has(rule)).toBe(true);
    }
    for (const [code, { sentence, remedy }] of dictionary.rules) {
      expect(code).toMatch(/^[a-z-]+$/);
      expect(sentence.endsWith('.')).toBe(true);
      expect(remedy.endsWith('.')).toBe(true);
    }
  });
});
