import {
  type ImportOptions,
  type ImportResult,
  importSource,
  parseObject,
  readLines,
  type SourceFormat,
  type Sources,
} from '@hub/platform';
import { eosRules } from '../translate/eos-rules.ts';
import { translateObject } from '../translate/translate-object.ts';

/** Imports EOS exports: JSON lines, each the whole state of a dossier or a session. */
export function importEos(options: ImportOptions & Sources): Promise<ImportResult> {
  return importSource(eosFormat, options);
}

const eosFormat: SourceFormat<string> = {
  rules: eosRules,
  async *read({ bytes }) {
    for await (const { line, text } of readLines(bytes)) yield { kind: 'record', line, record: text };
  },
  translate(text) {
    const object = parseObject(text);
    if (object === null) return { events: [], findings: [{ rule: 'not-json', field: null }] };
    const { events, findings } = translateObject(object);
    return { events: events.map((event) => ({ event })), findings };
  },
};
