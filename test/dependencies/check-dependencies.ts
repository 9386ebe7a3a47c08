import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { advisoriesOf, foreignLicences, type LockedPackage } from './dependencies.ts';

// npm run check:dependencies: licences of everything in the lock file, and known faults of what runs, where the registry answers.

const root = fileURLToPath(new URL('../..', import.meta.url));
const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

const foreign = foreignLicences(packages, installedLicence);
for (const each of foreign) say(`licence: ${each}`);
say(`${Object.keys(packages).length} packages, ${foreign.length} with a licence that is not allowed`);

const { told, faults } = advisoriesOf(await audit());
for (const each of faults) say(`advisory: ${each}`);
say(told);
process.exitCode = foreign.length + faults.length === 0 ? 0 : 1;

/** The lock file does not have it where the package says it in an old way. */
function installedLicence(path: string): string | null {
  try {
    const { license, licenses } = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')) as {
      license?: string | { type: string };
      licenses?: readonly { type: string }[];
    };
    return (typeof license === 'object' ? license.type : license) ?? licenses?.[0]?.type ?? 'none';
  } catch {
    // A package of another platform is not here.
    return null;
  }
}

function audit(): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
      cwd: root,
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(text));
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
