import { describe, expect, it } from 'vitest';
import { copyLine } from './copy-rows.ts';

describe('a line of COPY', () => {
  it('escapes what the text format gives a meaning', () => {
    const line = copyLine('session', {
      key: 'session:EOS:1',
      extra: 'session:EOS:1 odd\\"one',
      slice: 3,
      facts: '[{"data":"tab \\t, back\\\\slash"}]',
      factCount: 1,
      record: '{}',
      hash: Buffer.from([0, 255]),
      attention: null,
    });
    expect(line).toBe(
      'session:EOS:1\t{"session:EOS:1","odd\\\\\\\\\\\\"one"}\t3\t[{"data":"tab \\\\t, back\\\\\\\\slash"}]\t1\t{}\t\\\\x00ff\n',
    );
  });
});
