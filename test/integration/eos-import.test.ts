import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import { importEos } from '@hub/eos';
import { describe, expect, it } from 'vitest';
import { dictionaryFaults } from '../support/dictionary-faults.ts';

const file = join(import.meta.dirname, '../../services/eos/fixtures/export-eos.jsonl');

describe('an export of EOS', () => {
  it('is reported state by state, and each fault has its line', async () => {
    const reported: CloudEvent[] = [];
    const result = await importEos({
      files: [file],
      report: async (events) => {
        reported.push(...events);
        return events.map((_, index) => ({ index, status: 'unknown' }));
      },
    });
    expect(result).toMatchObject({ records: 7, events: 14, unknown: 14, rejected: 10 });
    for (const { detail, remedy } of result.rejects) expect([detail, remedy].join(' ')).toMatch(/\. .+\.$/);
    expect(reported.map(({ id }) => id)).toEqual([
      ...['session-67680-published-2', '1894-plan-1', '1894-situation-1', '1894-entry-2', '1894-entry-3-retracted'],
      ...['plan', 'whole-path', 'entry', 'situation', 'remuneration', 'exit', 'assessment'].map(
        (part) => `1896-${part}-2`,
      ),
      ...['1896-hours-1-2', '1896-company-4-2'],
    ]);
    const lines = result.rejects.map(({ place, rule }) => `${place.line} ${rule}`);
    expect(lines.filter((line) => line.startsWith('6 '))).toHaveLength(9);
    expect(lines.at(-1)).toBe('7 not-json');
    for (const event of reported) expect(dictionaryFaults(event)).toEqual([]);
  });
});
