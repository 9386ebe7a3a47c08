import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** In this order: each reads what those before it wrote. */
const generators = [
  'contracts/scripts/generate.ts',
  'services/hub/scripts/openapi.ts',
  'services/shared/client/scripts/generate-api.ts',
  'services/hub/scripts/settings-page.ts',
  'services/hub/scripts/csv-mapping-schema.ts',
];

/** Writes all that is generated; `--check` and `--release` go to each. Goes on after a fault, so that `--check` names every file that drifted. */
function generateAll(args: readonly string[]): void {
  const cwd = join(import.meta.dirname, '../../..');
  for (const generator of generators) {
    const { status } = spawnSync(process.execPath, [generator, ...args], { cwd, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

generateAll(process.argv.slice(2));
