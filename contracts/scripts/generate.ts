import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateCatalogue } from './generate-catalogue.ts';
import { generateTypes } from './generate-types.ts';
import { readEvents, repositoryRoot } from './read-schemas.ts';

const events = readEvents();
const files: Readonly<Record<string, string>> = {
  'contracts/src/generated/catalogue.ts': generateCatalogue(events),
  'contracts/src/generated/events.ts': await generateTypes(events),
};

if (process.argv.includes('--check')) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(repositoryRoot, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    console.error(`${path} has drifted from schemas/: run "npm run generate" and commit it.`);
    process.exitCode = 1;
  }
} else {
  for (const [path, content] of Object.entries(files)) {
    const file = join(repositoryRoot, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
