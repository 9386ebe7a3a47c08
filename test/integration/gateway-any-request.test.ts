import { createLogger } from '@hub/platform';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, entry, mediaTypes, messagesOn, openDoor, post, type TestDoor } from './gateway-harness.ts';

/** Stands for a name that an extension, a subject or a header may hold. */
const canary = 'canaryjeanneexemple';
const lines: string[] = [];
let door: TestDoor;
beforeAll(async () => {
  door = await openDoor(createLogger('trace', 'test', { write: (line) => void lines.push(line) }));
});
afterAll(() => door?.close());

const optional = ['time', 'dataschema', 'datacontenttype', 'traceparent', 'tracestate', 'subject', 'data_base64'];
const nullable = fc.constantFrom(...optional, canary, 'partitionkey');
const extensions = fc.dictionary(
  fc.constantFrom('subject', 'partitionkey', canary, 'x1', 'sampledrate', 'constructor', 'tracestate'),
  fc.constantFrom<unknown>(canary, `${canary} "é"`, '', 5, 0.5, true, null, '{"a":1}'),
);
/** Each a cause of exactly one fault. */
const breaks = fc.constantFrom<Readonly<Record<string, unknown>>>(
  ...['specversion', 'type', 'source', 'id', 'recordedtime'].flatMap((name) => [
    { [name]: null },
    { [name]: 5 },
    { [name]: `${canary} ?` },
  ]),
  ...['time', 'dataschema', 'datacontenttype', 'traceparent'].flatMap((name) => [
    { [name]: {} },
    { [name]: `${canary} ?` },
  ]),
  { recordedtime: '2099-01-01T00:00:00Z' },
  { recordedtime: '1850-01-01T00:00:00Z' },
  { Colour: canary },
  { subject: [canary] },
  { partitionkey: { name: canary } },
  { data_base64: canary },
  { data: [] },
  { data: null },
);
const broken = fc.option(breaks, { nil: null, freq: 2 });
const parts = fc.record({ nulls: fc.uniqueArray(nullable), extensions, broken });
type Parts = { nulls: readonly string[]; extensions: Record<string, unknown>; broken: Record<string, unknown> | null };

function eventOf({ nulls, extensions, broken }: Parts): Record<string, unknown> {
  return { ...extensions, ...Object.fromEntries(nulls.map((name) => [name, null])), ...entry(), ...broken };
}

const charsets = fc.constantFrom(
  '',
  '; charset=utf-8',
  ';charset=UTF8',
  '; charset="utf8"',
  '; a=b; charset="UTF\\-8"',
);
const foreignCharsets = fc.constantFrom('; charset=latin1', '; charset="utf-16"', '; charset=utf-8; charset=x');

const send = (body: unknown, contentType: string, headers: Record<string, string> = {}) =>
  post(door.secrets, door.gateway, 'eos', body, { headers: { ...headers, 'content-type': contentType } });

/** Nothing of it is told again, and no fault is the hub's own. */
function expectHarmless({ status, text }: Answer): void {
  expect(status, text).toBeLessThan(500);
  expect(text.toLowerCase()).not.toContain(canary);
}

it('an event in any envelope is taken, or refused with one fault for one cause', async () => {
  await fc.assert(
    fc.asyncProperty(parts, charsets, async (given, charset) => {
      const answer = await send(eventOf(given as Parts), mediaTypes.one + charset);
      expectHarmless(answer);
      expect([answer.status < 300, answer.body.errors?.length], answer.text).toEqual(
        given.broken === null ? [true, undefined] : [false, 1],
      );
    }),
    { numRuns: 150 },
  );
});

it('a batch of them has an outcome for each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { minLength: 1, maxLength: 12 }), charsets, async (given, charset) => {
      const answer = await send(
        given.map((each) => eventOf(each as Parts)),
        mediaTypes.batch + charset,
      );
      expectHarmless(answer);
      const outcomes = answer.body.results?.map(({ status, problem }) => [status, problem?.errors.length]);
      expect(outcomes).toEqual(given.map((each) => (each.broken === null ? ['accepted', undefined] : ['refused', 1])));
    }),
    { numRuns: 40 },
  );
});

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const written = fc.constantFrom<(text: string) => string>(
  (text) => encodeURIComponent(text),
  (text) => quoted(encodeURIComponent(text)),
  (text) => (/^[ -~]*$/.test(text) ? quoted(text) : encodeURIComponent(text)),
  (text) =>
    text.replaceAll(/./gsu, (c) => encodeURIComponent(c).replace(/^[^%]$/, (d) => `%${d.charCodeAt(0).toString(16)}`)),
);

it('an event in headers is taken however they are written, or refused with one fault for one cause', async () => {
  await fc.assert(
    fc.asyncProperty(parts, written, charsets, async (given, write, charset) => {
      const { data, ...envelope } = eventOf(given as Parts);
      const texts = Object.entries(envelope).filter(([, value]) => typeof value === 'string' && value !== '');
      const headers = Object.fromEntries(texts.map(([name, value]) => [`ce-${name}`, write(String(value))]));
      const answer = await send(JSON.stringify(data), `application/json${charset}`, headers);
      expectHarmless(answer);
      if (given.broken === null) expect(answer.status, answer.text).toBe(202);
      else expect(answer.body.errors?.length ?? 0, answer.text).toBeLessThan(2);
    }),
    { numRuns: 100 },
  );
});

it('a request that is ambiguous, or not UTF-8, is refused as a whole', async () => {
  const text = JSON.stringify(entry({ subject: canary }));
  const twice = fc
    .constantFrom('specversion', 'id', 'subject', 'data', 'trainee', 'nir')
    .map((name) => text.replace(`"${name}":`, `"${name}":"${canary}","${name}":`));
  await fc.assert(
    fc.asyncProperty(twice, foreignCharsets, async (body, charset) => {
      const repeated = await send(body, mediaTypes.one);
      expectHarmless(repeated);
      expect(repeated.body.errors?.map(({ rule }) => rule)).toEqual(['json-key-repeated']);
      const foreign = await send(text, mediaTypes.one + charset);
      expectHarmless(foreign);
      expect(foreign.status).toBe(415);
    }),
    { numRuns: 20 },
  );
});

it('whatever comes as a content type or a body, nothing breaks', async () => {
  const types = fc.oneof(
    fc.constantFrom('application/json', mediaTypes.one, mediaTypes.batch, 'application/x+json', ';', 'a/b;charset'),
    fc.string({ unit: fc.constantFrom(...'a/+;="\\ ,charset'), maxLength: 30 }).map((text) => `a${text}a`),
  );
  const bodies = fc.oneof(fc.json(), fc.string(), fc.constant(`[${JSON.stringify(entry({ subject: canary }))}`));
  await fc.assert(
    fc.asyncProperty(types, bodies, fc.boolean(), async (type, body, isBinary) => {
      const envelope: Record<string, string> = isBinary ? { 'ce-specversion': '1.0', 'ce-subject': canary } : {};
      expectHarmless(await send(body, type, envelope));
    }),
    { numRuns: 100 },
  );
});

it('nothing of extensions, subjects and refused values is kept: not on the log, in no table, in no line', async () => {
  const messages = await messagesOn(door.log);
  expect(messages.length).toBeGreaterThan(50);
  const kept = messages.map(({ value }) => value.toString()).join('\n');
  expect(kept.toLowerCase()).not.toContain(canary);
  for (const pool of [door.database.pool, door.database.keysPool]) {
    const { rows } = await pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of rows) {
      const found = await pool.query(`select from ${name} as row where row::text ilike $1`, [`%${canary}%`]);
      expect(found.rowCount, name).toBe(0);
    }
  }
  expect(lines.length).toBeGreaterThan(300);
  expect(lines.join('').toLowerCase()).not.toContain(canary);
});
