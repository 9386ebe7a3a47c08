import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EventSchema, type Json, readDefinitions, readEvents, repositoryRoot } from './read-schemas.ts';
import { changedVersions, releasedWith } from './released.ts';

const events = readEvents();
const file = readFileSync(join(repositoryRoot, 'schemas/released.json'), 'utf8');
const released = JSON.parse(file) as Record<string, string>;

function changed(name: string, change: (schema: Json) => Json): EventSchema[] {
  return events.map((event) => (event.name === name ? { ...event, schema: change(event.schema) } : event));
}

describe('a released version', () => {
  it('is what it was', () => {
    expect(changedVersions(released, events)).toEqual([]);
    expect(releasedWith(released, events)).toBe(file);
  });

  it('cannot change, nor go, unnoticed', () => {
    const renamed = changed('entry-attested', (schema) => ({ ...schema, title: 'Autre' }));
    expect(changedVersions(released, renamed)).toEqual(['entry-attested:1']);
    const gone = events.filter(({ name }) => name !== 'entry-attested');
    expect(changedVersions(released, gone)).toEqual(['entry-attested:1']);
    expect(JSON.parse(releasedWith(released, renamed))).toEqual(released);
  });

  it('changes with a shared part that it reaches, also through another part', () => {
    const definitions = new Map(readDefinitions());
    const codes = definitions.get('codes') as { $defs: Record<string, Json> };
    const sex = { ...codes.$defs.sex, enum: ['female', 'male', 'unknown'] };
    definitions.set('codes', { ...codes, $defs: { ...codes.$defs, sex } });
    const names = changedVersions(released, events, definitions);
    expect(names).toContain('entry-attested:1');
    expect(names).not.toContain('session-published:1');
  });

  it('does not change with the order of keys', () => {
    const reversed = changed('entry-attested', (schema) => Object.fromEntries(Object.entries(schema).reverse()));
    expect(changedVersions(released, reversed)).toEqual([]);
  });
});
