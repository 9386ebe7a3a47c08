import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** `npm run bench -- <name>`: one figure beside its baseline in the same run. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !['run.ts'].includes(file))
  .map((file) => file.slice(0, -3));
const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const name = positionals[0];
if (name === undefined || !names.includes(name)) {
  console.error(`Usage: npm run bench -- <name>, name being one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  await import(`./${name}.ts`);
}
