import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unopenedServer } from './unopened-server.ts';
import { faultOfExamples, withExamples } from './with-examples.ts';

const path = 'contracts/openapi.json';

/** Writes the API's description from the composed routes and from what a hub answered to each (contracts/examples.json); with `--check` writes nothing and exits 1 if it drifted. */
async function describeApi(check: boolean): Promise<void> {
  const server = await unopenedServer(['gateway', 'query', 'dispatcher', 'console']);
  const { body } = await server.inject('/openapi.json');
  await server.close();
  const root = join(import.meta.dirname, '../../..');
  const file = join(root, path);
  const examples = JSON.parse(readFileSync(join(root, 'contracts/examples.json'), 'utf8'));
  const document = JSON.parse(body);
  const fault = faultOfExamples(document, examples);
  if (fault !== null) {
    process.stderr.write(`${fault}\n`);
    if (check) process.exitCode = 1;
  }
  const content = `${JSON.stringify(sorted(withExamples(document, examples)), null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (!check) return writeFileSync(file, content);
  process.stderr.write(`${path} has drifted from the routes: run "npm run generate" and commit it.\n`);
  process.exitCode = 1;
}

/** Paths and components in order of their names, so that the order of registration does not show. */
function sorted(document: Record<string, unknown>): Record<string, unknown> {
  const paths = Object.entries(document.paths as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, paths: Object.fromEntries(paths) };
}

await describeApi(process.argv.includes('--check'));
