import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { type CommandContext, printResult } from './command-line.ts';

const title = 'a\u001b[31mb\u009b2Jc\u202ed';

function printed(json: boolean): string {
  const stdout = new PassThrough();
  printResult({ stdout } as unknown as CommandContext, json, { title }, () => [title, 'fin']);
  return String(stdout.read());
}

it('what a partner wrote steers no terminal of an operator', () => {
  expect(printed(false)).toBe('a\ufffd[31mb\ufffd2Jc\ufffdd\nfin\n');
  expect(printed(true)).toMatch(/^[ -~\n]+$/);
  expect(JSON.parse(printed(true))).toEqual({ title });
});
