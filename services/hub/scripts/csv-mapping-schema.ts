import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDictionary, mappableEvents, mappingSchema } from '@hub/platform';

const path = 'contracts/csv-mapping.schema.json';
const file = join(import.meta.dirname, '../../..', path);
const content = `${JSON.stringify(mappingSchema(mappableEvents(loadDictionary())), null, 1)}\n`;

/** Writes the schema of CSV mappings from the dictionary; with `--check` writes nothing and exits 1 if it drifted. */
function describeMappings(check: boolean): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (!check) {
    writeFileSync(file, content);
    return;
  }
  process.stderr.write(`${path} has drifted from the dictionary: run "npm run generate" and commit it.\n`);
  process.exitCode = 1;
}

describeMappings(process.argv.includes('--check'));
