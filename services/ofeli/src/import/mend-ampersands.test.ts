import { describe, expect, it } from 'vitest';
import { mendAmpersands } from './mend-ampersands.ts';

describe('bare ampersands', () => {
  it.each([
    ['R&D & suivi', 'R&amp;D &amp; suivi', 2],
    ['a&amp;b &#233; &#xE9; &eacute;', 'a&amp;b &#233; &#xE9; &eacute;', 0],
    ['<![CDATA[R&D]]> R&D', '<![CDATA[R&D]]> R&amp;D', 1],
    ['sans', 'sans', 0],
  ])('%s becomes %s', (given, text, bare) => {
    expect(mendAmpersands(given, true)).toEqual({ text, bare, held: '' });
  });

  it('waits for the rest of what may be a reference', () => {
    expect(mendAmpersands('<a>b &am', false)).toEqual({ text: '<a>b ', bare: 0, held: '&am' });
  });
});
