import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activeVersion, loadRules, type SchemaPlaces, schemasWith } from '@hub/platform';
import { type Projector, type SchemasTried, startProjector, tryRules, trySchemas } from '@hub/projector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEvents, dossierNumber, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { caughtUp } from '../support/projection.ts';
import { openDoor, type TestDoor } from './gateway-harness.ts';

const trainees = 40;
const schemas = join(import.meta.dirname, '../../schemas');
const work = () => {};

let hub: TestDoor;
let projector: Projector;
let candidate: string;
beforeAll(async () => {
  hub = await openDoor();
  await appendEvents(hub.log, eventsOnLog({ trainees }));
  projector = await startProjector({
    ...{ pool: hub.database.pool, log: hub.log, rules: loadRules(), logger: testLogger },
  });
  await caughtUp(hub.database, hub.log);
  candidate = await mkdtemp(join(tmpdir(), 'hub-candidate-'));
});
afterAll(async () => {
  await projector?.close();
  await hub?.close();
  if (candidate !== undefined) await rm(candidate, { recursive: true });
});

type Schema = { properties: Record<string, object>; required: string[] };

/** A directory with this one file, changed. */
async function changed(path: string, change: (content: Schema) => object): Promise<SchemaPlaces> {
  await rm(candidate, { recursive: true });
  await cp(join(schemas, path), join(candidate, path), { recursive: true });
  const content = JSON.parse(await readFile(join(schemas, path), 'utf8')) as Schema;
  await writeFile(join(candidate, path), JSON.stringify(change(content)));
  return schemasWith(candidate);
}

/** Without what the lives of this test invent: numbers of dossiers and SIRETs whose keys are wrong. */
function reported({ refusals }: SchemasTried) {
  return refusals.filter(({ event }) => event !== 'dossier-attributed' && event !== 'session-published');
}

describe('changed schemas', () => {
  it('that say the same refuse nothing of what was reported, sealed blocks left unchecked', async () => {
    const places = await changed('events/exit-declared/v1.json', (schema) => schema);
    const tried = await trySchemas(hub.log, places, work);
    expect(reported(tried)).toEqual([]);
    expect(tried.unreadable).toBe(0);
    expect(tried.events).toBe(trainees * 11 + 1);
    expect(tried.unchecked).toBeGreaterThanOrEqual(trainees);
  });

  it('are counted by source, event, field and rule, with the first places', async () => {
    const places = await changed('events/exit-declared/v1.json', (schema) => {
      const { kind: _, ...properties } = schema.properties;
      return { ...schema, properties, required: [...schema.required.filter((name) => name !== 'kind'), 'certificate'] };
    });
    const tried = await trySchemas(hub.log, places, work);
    const about = { source: 'eos', event: 'exit-declared', version: 1, events: trainees };
    expect(reported(tried)).toMatchObject([
      { ...about, pointer: '/certificate', rule: 'property-missing' },
      { ...about, pointer: '/kind', rule: 'property-unknown' },
    ]);
    expect(reported(tried)[0]?.samples).toHaveLength(5);
    expect(reported(tried)[0]?.samples[0]).toMatch(/^exit\/\d+\/\d+$/);
  });

  it('that are no JSON, or no schema, are said to be so', async () => {
    const places = await changed('events/exit-declared/v1.json', (schema) => ({ ...schema, type: 'objekt' }));
    await expect(trySchemas(hub.log, places, work)).rejects.toMatchObject({ code: 'configuration-invalid' });
    await writeFile(join(candidate, 'events/exit-declared/v1.json'), '{');
    await expect(trySchemas(hub.log, places, work)).rejects.toMatchObject({ code: 'configuration-invalid' });
  });
});

describe('changed rules', () => {
  const tried = async (places: SchemaPlaces) => {
    const active = await activeVersion(hub.database.pool);
    if (active === null) throw new Error('no version is active');
    return tryRules(hub.database.pool, active, loadRules(places));
  };

  it('are tried on every dossier, and the fields that change are counted', async () => {
    const places = await changed('authority.json', (authority) => ({ ...authority, rows: [] }));
    const found = await tried(places);
    expect(found).toMatchObject({ dossiers: trainees, changed: trainees, failed: 0 });
    expect(found.fields[0]).toMatchObject({ dossiers: trainees });
    const [first] = Array.from({ length: trainees }, (_, n) => dossierNumber('log', n)).sort((a, b) => a - b);
    expect(found.samples[0]).toMatchObject({ dossier: first, more: expect.any(Number) });
    expect(found.samples[0]?.fields.length).toBeGreaterThan(0);
    expect(found.samples).toHaveLength(20);
  });

  it('that say the same change nothing', async () => {
    const found = await tried(await changed('authority.json', (authority) => authority));
    expect(found).toEqual({
      dossiers: trainees,
      changed: 0,
      failed: 0,
      fields: [],
      statuses: [],
      anomalies: [],
      samples: [],
      failedSamples: [],
    });
  });

  it('that cannot describe a dossier are counted, and leave the others', async () => {
    const places = await changed('rules.json', (rules) => ({ ...rules, anomalies: {} }));
    const found = await tried(places);
    expect(found.failed + found.changed).toBeGreaterThan(0);
    expect(found.dossiers).toBe(trainees);
  });
});
