import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const root = join(import.meta.dirname, '../../../..');
const path = 'services/shared/client/src/generated/openapi.ts';

interface Body {
  readonly content?: Record<string, { example?: unknown }>;
}

type Described = OpenAPI3 & {
  readonly paths: Record<string, Record<string, { responses: Record<string, Body>; requestBody?: Body }>>;
  readonly components: { schemas: Record<string, object> };
};

/** Writes the types of what partners ask the hub, from its own description; with `--check` writes nothing and exits 1 if they drifted. */
async function generate(check: boolean): Promise<void> {
  const described = JSON.parse(readFileSync(join(root, 'contracts/openapi.json'), 'utf8')) as Described;
  const types = await openapiTS(ofPartners(described), { immutable: true, emptyObjectsUnknown: true, silent: true });
  const content = `// Generated from contracts/openapi.json by "npm run generate".\n\n${astToString(types.filter(isUsed))}`;
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (!check) return writeFileSync(file, content);
  process.stderr.write(`${path} has drifted from contracts/openapi.json: run "npm run generate" and commit it.\n`);
  process.exitCode = 1;
}

/** Without the administration and examples; every refusal is a `Problem`, which needs not be said of each path. */
function ofPartners({ paths, components, ...rest }: Described): OpenAPI3 {
  const kept = Object.entries(paths).filter(([name]) => !name.startsWith('/v1/admin/'));
  for (const { responses, requestBody } of kept.flatMap(([, operations]) => Object.values(operations))) {
    for (const status of Object.keys(responses)) if (!status.startsWith('2')) delete responses[status];
    for (const { content = {} } of [...Object.values(responses), requestBody ?? {}]) {
      for (const media of Object.values(content)) delete media.example;
    }
  }
  const schemas: Record<string, object> = {};
  const keep = (names: readonly string[]) => {
    for (const name of names.filter((each) => !(each in schemas))) {
      schemas[name] = components.schemas[name] as object;
      keep(namesIn(schemas[name]));
    }
  };
  keep(['Problem', ...namesIn(kept)]);
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...rest, paths: Object.fromEntries(kept), components: { schemas: sorted } } as OpenAPI3;
}

/** Operations are found by their names, and never by their paths. */
function isUsed(type: object): boolean {
  return !('name' in type && (type.name as { readonly text?: string }).text === 'paths');
}

function namesIn(part: unknown): readonly string[] {
  return [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
}

await generate(process.argv.includes('--check'));
