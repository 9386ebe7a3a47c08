import { repeatedMember, wholeSpan } from '@hub/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseItem, splitBatch } from './read-items.ts';

const limits = { itemBytesMax: 1_000_000, nestingMax: 200 };
const bytes = (text: string) => Buffer.from(text);
const textsOf = (text: string) => {
  const body = bytes(text);
  const split = splitBatch(body, 1_000);
  return split.ok ? split.items.map(({ start, end }) => body.toString('utf8', start, end).trim()) : split.reason;
};

describe('a batch', () => {
  it('splits into the values it was made of, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 20 }), fc.constantFrom(0, 1, 2), (values, indent) => {
        const texts = textsOf(JSON.stringify(values, null, indent));
        expect((texts as string[]).map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  it('keeps one value that is not JSON apart from the others', () => {
    expect(textsOf('[{"a": nonsense}, {"b":1}, tru, "x"]')).toEqual(['{"a": nonsense}', '{"b":1}', 'tru', '"x"']);
    expect(textsOf('[{"a":"]},{"},{"b":"\\"]"}]')).toEqual(['{"a":"]},{"}', '{"b":"\\"]"}']);
    expect(textsOf('\uFEFF [ ]\n')).toEqual([]);
  });

  it('is refused whole where its own brackets, commas or strings do not close', () => {
    for (const text of ['', '{}', '[', '[1', '[1,', '[1,]', '[,]', '[1]]', '[1] 2', '["]', '[{]', '[1 2', '["a\\"]']) {
      expect(textsOf(text), text).toBe('not-array');
    }
    expect(splitBatch(bytes('[1,2,3]'), 2)).toEqual({ ok: false, reason: 'too-many' });
  });

  it('never throws and never runs past the end, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const split = splitBatch(random, 10);
        if (split.ok) for (const { end } of split.items) expect(end).toBeLessThanOrEqual(random.length);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', ' ', '1') }), (text) => {
        const texts = textsOf(text);
        // Whatever a parser takes as an array, the splitter takes too.
        const parsed = parsedOrNull(text);
        if (Array.isArray(parsed)) expect(texts).toHaveLength(parsed.length);
      }),
    );
  });
});

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

describe('an item', () => {
  const parse = (text: string) => {
    const body = bytes(text);
    return parseItem(body, wholeSpan(body), limits);
  };
  const ruleOf = (text: string) => {
    const parsed = parse(text);
    return parsed.ok ? null : [parsed.refusal.faults[0]?.rule, parsed.refusal.faults[0]?.pointer];
  };

  it('is taken exactly where a parser takes it as an object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
    expect(ruleOf('{"a":1')?.[0]).toBe('json-unreadable');
    expect(ruleOf('{"a":1} x')?.[0]).toBe('json-unreadable');
    expect(ruleOf('[1]')?.[0]).toBe('type-wrong');
    expect(ruleOf('null')?.[0]).toBe('type-wrong');
  });

  it('is refused with the place of a member that stands twice, at any depth', () => {
    expect(ruleOf('{"a":1,"a":1}')).toEqual(['json-key-repeated', '/a']);
    expect(ruleOf('{"x":[{"a":":"},{"b":{"c":1,"d":2,"\\u0063":3}}]}')).toEqual(['json-key-repeated', '/x/1/b/c']);
    expect(ruleOf('{"__proto__":1,"__proto__":2}')?.[0]).toBe('json-key-repeated');
    expect(ruleOf('{"269054958815780":1,"269054958815780":2}')).toEqual(['json-key-repeated', '/…']);
    expect(ruleOf('{"a":{"a":{"a":[":",{"a":1}]}},"b":"{:,"}')).toBeNull();
    expect(repeatedMember('{"a":["b","b"],"c":{"a":1}}')).toBe('');
  });

  it('is refused where a text is no sequence of characters, and taken where it only speaks of one', () => {
    expect(ruleOf('{"x":[{"title":"a\\u0000b"}]}')).toEqual(['json-unreadable', '/x/0/title']);
    expect(ruleOf('{"title":"a\\ud83db"}')).toEqual(['json-unreadable', '/title']);
    expect(ruleOf('{"a\\uDC00":1}')).toEqual(['json-unreadable', '']);
    expect(ruleOf('{"title":"a\\\\u0000 \\ud83d\\ude00 \\u00e9"}')).toBeNull();
  });

  it('counts its levels', () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(wholeSpan(bytes(deep(33))).depth).toBe(33);
    const body = bytes(deep(33));
    expect(parseItem(body, wholeSpan(body), { ...limits, nestingMax: 32 }).ok).toBe(false);
    expect(parseItem(body, wholeSpan(body), { ...limits, nestingMax: 33 }).ok).toBe(true);
  });
});
