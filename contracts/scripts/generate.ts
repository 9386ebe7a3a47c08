import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateAsyncApi } from './generate-asyncapi.ts';
import { generateCatalogue } from './generate-catalogue.ts';
import { generateRefusals } from './generate-refusals.ts';
import { generateSystems } from './generate-systems.ts';
import { generateTypes } from './generate-types.ts';
import { readEvents, repositoryRoot } from './read-schemas.ts';
import { changedVersions, releasedWith } from './released.ts';

/**
 * Writes what is generated from `schemas/`; with `--check` writes nothing and exits 1 naming each file that drifted; with
 * `--release` also freezes every version that is not frozen yet.
 */
async function generate({ check, release }: { check: boolean; release: boolean }): Promise<void> {
  const events = readEvents();
  const released = JSON.parse(readIfThere('schemas/released.json') ?? '{}') as Record<string, string>;
  for (const name of changedVersions(released, events)) {
    console.error(`schemas/released.json: ${name} was released and has changed. Undo it, or write a new version.`);
    process.exitCode = 1;
  }
  const files: Readonly<Record<string, string>> = {
    'contracts/src/generated/catalogue-data.ts': generateCatalogue(events),
    'contracts/src/generated/refusal-texts.ts': generateRefusals(),
    'contracts/src/generated/systems-data.ts': generateSystems(),
    'contracts/src/generated/log-data.ts': await generateTypes(events),
    'contracts/asyncapi.json': generateAsyncApi(events),
    ...(release ? { 'schemas/released.json': releasedWith(released, events) } : {}),
  };
  for (const [path, content] of Object.entries(files)) {
    if (readIfThere(path) === content) continue;
    if (check) {
      console.error(`${path} has drifted from schemas/: run "npm run generate" and commit it.`);
      process.exitCode = 1;
    } else {
      const file = join(repositoryRoot, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

function readIfThere(path: string): string | null {
  const file = join(repositoryRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

await generate({ check: process.argv.includes('--check'), release: process.argv.includes('--release') });
