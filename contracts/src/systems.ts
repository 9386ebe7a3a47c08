import { registries, systems } from './generated/systems-data.ts';

/** A system that reports events (`schemas/codes/system.json`). */
export interface SystemEntry {
  /** Kinds of organisation that may hold it; empty: it is the hub's own. */
  readonly holders: readonly string[];
  /** The code stands for those that lengthen it too: `opco` for `opco-akto`. */
  readonly family?: boolean;
  /** The system of the same organisation whose files it names as its own. */
  readonly sharesFilesOf?: string;
  /** The only territory that it speaks of; absent: any. */
  readonly territory?: string;
}

/** A registry of sessions (`schemas/codes/registry.json`). */
export interface RegistryEntry {
  /** The systems that alone speak of its sessions. */
  readonly heldBy: readonly string[];
  readonly territory?: string;
}

/** A system by the name of its source: its own entry, else that of its family (`opco-akto`: `opco`); null where it has none. */
export function systemOf(source: string): SystemEntry | null {
  if (Object.hasOwn(systems, source)) return systems[source as keyof typeof systems];
  const family = familyOf(source);
  return family === null ? null : systems[family];
}

/** The names by which emitters are listed: the source's own and that of its family. */
export function emitterNames(source: string): readonly string[] {
  const family = familyOf(source);
  return family === null ? [source] : [source, family];
}

type SystemCode = keyof typeof systems;

const families = (Object.keys(systems) as SystemCode[]).filter((code) => 'family' in systems[code]);

function familyOf(source: string): SystemCode | null {
  return families.find((code) => source.startsWith(`${code}-`)) ?? null;
}

/** `registry`: as references write it, in lower case; null for one that the list does not know. */
export function registryOf(registry: string): RegistryEntry | null {
  return Object.hasOwn(registries, registry) ? registries[registry as keyof typeof registries] : null;
}
