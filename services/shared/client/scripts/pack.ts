import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// npm run pack:client [-- DIRECTORY]: the package for partners, JavaScript with types, as npm packs it. Here it runs from its
// TypeScript, which Node.js strips nowhere under node_modules.

const source = join(import.meta.dirname, '..');
const root = join(source, '../../..');
const [directory = '.'] = process.argv.slice(2);

const made = mkdtempSync(join(tmpdir(), 'hub-client-'));
try {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  run(process.execPath, [tsc, '-p', join(source, 'tsconfig.build.json'), '--outDir', join(made, 'dist')]);
  writeFileSync(join(made, 'package.json'), `${JSON.stringify(described(), null, 2)}\n`);
  cpSync(join(source, 'README.md'), join(made, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(made, 'LICENSE'));
  const file = run('npm', ['pack', '--silent', '--pack-destination', resolve(directory)]).trim();
  process.stdout.write(`${resolve(directory, file)}\n`);
} finally {
  rmSync(made, { recursive: true, force: true });
}

function described(): object {
  const { name, version, description, license, type, engines } = JSON.parse(
    readFileSync(join(source, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  return { name, version, description, license, type, engines, exports, files: ['dist'] };
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: made, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
