import { expect, it } from 'vitest';
import { html } from './html.ts';
import { plainJson, plainText } from './plain-text.ts';

const steering = ['\u0000', '\u0007', '\u001b', '\u007f', '\u009b', '\u202a', '\u202e', '\u2066', '\u2069'];

it.each(steering)('what steers a terminal or turns a text around is shown and does nothing: %j', (sign) => {
  expect(plainText(`a${sign}b`)).toBe('a\ufffdb');
  expect(html`<p>${`a${sign}b`}</p>`.html).toBe('<p>a\ufffdb</p>');
});

it.each(steering)('and is written out in JSON, whose value stays: %j', (sign) => {
  const written = plainJson(JSON.stringify({ title: `a${sign}b` }));
  expect(written).toMatch(/^[ -~]+$/);
  expect(JSON.parse(written)).toEqual({ title: `a${sign}b` });
});

it('what is written in other scripts stays, and so do lines', () => {
  const text = 'Zoé Œuvré, \u05d0\u05d1 \u0627 – 1\u00a0000 €\n\tfin\r\n';
  expect([plainText(text), plainJson(text)]).toEqual([text, text]);
});
