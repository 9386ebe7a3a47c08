import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingNames, settingsByReader } from '../src/settings.ts';

const root = join(import.meta.dirname, '../../..');
const path = 'docs/settings.md';

/** Writes the table of all settings from the schemas that read them; with `--check` writes nothing and exits 1 if it drifted. */
function describeSettings(check: boolean): void {
  const unread = settingsOutsideSchemas();
  if (unread.length > 0) fail(`No schema reads ${unread.join(', ')}: give each a field in a config.ts of a service.`);
  const file = join(root, path);
  const content = page();
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (check)
    fail(`${path} has drifted from the schemas that read the environment: run "npm run generate" and commit it.`);
  else writeFileSync(file, content);
}

function page(): string {
  const parts = settingsByReader().flatMap(({ readBy, settings }) => [
    `## ${readBy}\n`,
    '| Variable | Default | Allowed | |\n| --- | --- | --- | --- |',
    ...settings.map(
      ({ name, byDefault, allowed, description }) => `| \`${name}\` | ${byDefault} | ${allowed} | ${description} |`,
    ),
    '',
  ]);
  return `# Settings

Generated from the schemas that read them (\`npm run generate\`). All are optional environment variables; an empty one counts as absent. A wrong value stops the start, with every problem named at once.

${parts.join('\n')}`;
}

/** Names of settings in the sources that no schema knows: somebody reads the environment past them, or speaks of a setting that is not there. */
function settingsOutsideSchemas(): string[] {
  const known = new Set(settingNames());
  const sources = globSync('services/**/*.ts', { cwd: root, exclude: (name) => /node_modules|\.test\.ts$/.test(name) });
  const named = sources.flatMap(
    (source) => readFileSync(join(root, source), 'utf8').match(/\bHUB_[A-Z][A-Z_]+\b/g) ?? [],
  );
  return [...new Set(named)].filter((name) => !known.has(name)).sort();
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

describeSettings(process.argv.includes('--check'));
