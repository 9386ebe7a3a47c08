import { readdirSync } from 'node:fs';

/** `npm run bench -- <name> [options]`: one figure beside its baseline in the same run. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name] = process.argv.splice(2, 1);
if (name === undefined || !names.includes(name)) {
  console.error(`Usage: npm run bench -- <name> [options], name being one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  await import(`./${name}.ts`);
}
