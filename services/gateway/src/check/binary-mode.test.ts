import { describe, expect, it } from 'vitest';
import { withEnvelope } from './binary-mode.ts';

const read = (headers: Record<string, string>) => withEnvelope(headers, { ok: true, value: { a: 1 } });

describe('binary mode', () => {
  it.each([
    ['as it stands', 'entry-1', 'entry-1'],
    ['in quotes', '"entry-1"', 'entry-1'],
    ['in quotes with escapes', '"entry-\\1 \\"a\\""', 'entry-1 "a"'],
    ['in percents', 'entry%2D1', 'entry-1'],
    ['in percents within quotes', '"entry%2D1"', 'entry-1'],
    ['in percents once only', 'entry%252D1', 'entry%2D1'],
    ['in percents of UTF-8', '%C3%A9', 'é'],
    ['in percents that are no text', '%E9', '%E9'],
    ['with a quote that does not close', '"entry-1', '"entry-1'],
    ['with quotes inside', 'a"b"c', 'a"b"c'],
    ['as two quoted texts', '"a", "b"', '"a", "b"'],
    ['as two quotes', '""', ''],
  ])('reads a value %s', (_how, header, value) => {
    expect(read({ 'ce-id': header, 'content-type': 'application/json' })).toEqual({
      ok: true,
      value: { id: value, data: { a: 1 } },
    });
  });

  it('has no header for data', () => {
    expect(read({ 'ce-data': 'x' })).toMatchObject({ ok: false, refusal: { faults: [{ pointer: '/data' }] } });
  });
});
