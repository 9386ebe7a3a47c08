import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExpectationTexts, readRuleTexts } from './load-rules.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/anomalies.md'), 'utf8');

describe('docs/anomalies.md', () => {
  it('says of every anomaly what the rules say', () => {
    const rows = [...readRuleTexts().values()]
      .filter(({ kind }) => kind === 'anomaly')
      .map(
        ({ code, severity, at, sentence, remedy }) => `| \`${code}\` | ${severity} | ${at} | ${sentence} | ${remedy} |`,
      );
    expect(page.split('\n').filter((line) => /^\| `[a-z-]+` \| (info|warning|error) /.test(line))).toEqual(rows);
  });

  it('says of every expectation what the rules say', () => {
    const rows = readExpectationTexts().map(
      ({ name, label, since, due }) => `| \`${name}\` | ${label} | ${since} | ${due} |`,
    );
    for (const row of rows) expect(page).toContain(row);
  });
});
