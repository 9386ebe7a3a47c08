import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ComposeService {
  readonly build?: { readonly context: string };
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly networks?: readonly string[];
  readonly secrets?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly deploy?: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
}

/** A compose file, with its variables replaced: `${NAME:?why}` stops where the name has no value, as Compose does. */
export function readCompose(path: string, variables: Readonly<Record<string, string>>): ComposeFile {
  const text = readFileSync(join(root, path), 'utf8').replace(/^\s*#.*$/gm, '');
  const filled = text.replace(/\$\{(\w+)(?::\?([^}]*))?\}/g, (_found, name: string, why = '') => {
    const value = variables[name];
    if (value === undefined) throw new Error(`${name}: ${why}`);
    return value;
  });
  return parse(filled, { merge: true }) as ComposeFile;
}
