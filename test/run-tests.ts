import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proofs } from './support/proofs.ts';

// npm test: every check, then every test; the last line counts them all, a check as one. With --proofs (npm run proofs):
// the long proofs alone, whole.

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
/** Side by side on two cores: the compiler takes as long as all the others. */
const checks = [['types'], ['style', 'rooms', 'dead', 'generated', 'dependencies']];
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };

const options = process.argv.slice(2);
const isWhole = options[0] === '--proofs';
if (isWhole) {
  await runTests(counts, [...proofs.files, ...options.slice(1)], proofs.environment);
} else {
  await Promise.all(checks.map(runChecks));
  await runTests(counts, options, {});
  console.log('The long proofs were played in short rounds: npm run proofs plays them whole.');
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runChecks(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const passed = (await run('npm', ['run', '--silent', `check:${name}`])) === 0;
    console.log(`check:${name} ${passed ? 'passed' : 'failed'}`);
    counts[passed ? 'passed' : 'failed'] += 1;
  }
}

async function runTests(total: Counts, chosen: readonly string[], more: NodeJS.ProcessEnv): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'hub-test-report-'));
  const report = join(directory, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await run('npx', ['vitest', 'run', ...reporters, ...chosen], more);
  const text = await readFile(report, 'utf8').catch(() => '{}');
  await rm(directory, { recursive: true, force: true });
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = JSON.parse(text);
  total.passed += numPassedTests;
  total.failed += numFailedTests;
  total.skipped += numPendingTests + numTodoTests;
  // A file that cannot be loaded, an error outside any test, a run of no test: failures that no test counts.
  const nothingRan = numPassedTests + numFailedTests === 0;
  if ((status !== 0 || nothingRan) && numFailedTests === 0) total.failed += 1;
}

function run(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
