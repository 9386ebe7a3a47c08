import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type EventName, eventNames } from '@hub/contracts';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readEvents } from '../../../../../contracts/scripts/read-schemas.ts';
import { eventKinds, isRemovable, kindOf } from './event-kinds.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const kinds = resolve(import.meta.dirname, 'event-kinds.ts');
const catalogue = resolve(root, 'contracts/src/generated/catalogue-data.ts');
const logData = resolve(root, 'contracts/src/generated/log-data.ts');

/** What the compiler says of the table where the dictionary has one event more, `badge-lent`; `row`: its row. */
function faultsWith(row: string): readonly string[] {
  const written = (file: string) => readFileSync(file, 'utf8');
  const planted = new Map([
    [
      catalogue,
      written(catalogue).replace(
        /("entry-attested": \{.*\},)\n/,
        (line) => line + line.replaceAll('entry-attested', 'badge-lent'),
      ),
    ],
    [
      logData,
      written(logData).replace(
        'export interface LogDataMap {',
        "export interface LogDataMap {\n  'badge-lent': { badge: string };",
      ),
    ],
    [kinds, written(kinds).replace('  // The offer:', `  ${row}\n  // The offer:`)],
  ]);
  const config = ts.readConfigFile(resolve(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, files: [kinds] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile;
  host.readFile = (file) => planted.get(resolve(file)) ?? read(file);
  const getSourceFile = host.getSourceFile;
  host.getSourceFile = (file, language) => {
    const text = planted.get(resolve(file));
    return text === undefined ? getSourceFile(file, language) : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([kinds], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the table of event kinds', () => {
  test('does not compile with an event more until the event has its row, and says of what it is about', () => {
    expect(faultsWith('').join()).toContain(`'"badge-lent"' is missing`);
    expect(
      faultsWith(
        "'badge-lent': { role: ofDossier, day: 'attested', key: ({ data }) => data.lent, says: theDay },",
      ).join(),
    ).toContain("'lent' does not exist");
    expect(
      faultsWith("'badge-lent': { role: ofDossier, day: 'attested', key: ({ data }) => data.badge, says: theDay },"),
    ).toEqual([]);
  });

  test('lets no removal reach what the hub knows of identities, and removals themselves', () => {
    const kept = eventNames.filter((name) => !isRemovable(name));
    expect(kept).toContain('trainees-judged');
    expect(kept).toContain('fact-retracted');
    expect(kept).not.toContain('entry-attested');
    for (const name of eventNames) if (eventKinds[name].takesAway) expect(kept).toContain(name);
  });

  test('has a key and what is said for every event but acts, which compete for nothing', () => {
    for (const name of eventNames) {
      const kind = kindOf(name);
      expect({ name, competes: 'key' in kind && 'says' in kind }).toEqual({ name, competes: isRemovable(name) });
    }
  });

  test('gives a day to exactly the events whose schema has one', () => {
    for (const { name, schema } of readEvents()) {
      const { effectiveDate, from } = schema.properties as Readonly<Record<string, unknown>>;
      const hasDay = effectiveDate !== undefined || from !== undefined;
      expect({ name, hasDay }).toEqual({ name, hasDay: kindOf(name as EventName).day !== 'none' });
    }
  });
});
