import { describe, expect, it } from 'vitest';
import { mendAmpersands } from './mend-ampersands.ts';

describe('bare ampersands', () => {
  it.each([
    ['R&D & suivi', 'R&amp;D &amp; suivi', 2, 1],
    ['a&amp;b &#233; &#xE9; &eacute;', 'a&amp;b &#233; &#xE9; &eacute;', 0, -1],
    ['<![CDATA[R&D]]> R&D', '<![CDATA[R&amp;D]]> R&amp;D', 1, 17],
    ['sans', 'sans', 0, -1],
  ])('%s becomes %s', (given, text, bare, first) => {
    expect(mendAmpersands(given, true)).toEqual({ text, bare, first, held: '' });
  });

  it('waits for the rest of what may be a reference', () => {
    expect(mendAmpersands('<a>b &am', false)).toEqual({ text: '<a>b ', bare: 0, first: -1, held: '&am' });
  });
});
