import { type DossierRecord, describe, type FactSet, type Rules, recordHash } from '@hub/core';
import { type DossierFacts, decodeFacts, rulesOf, storedDossiers, type Version } from '@hub/platform';
import type { Pool } from 'pg';
import { differingFields, fieldsOf } from '../versions/diff-dossier.ts';

/** What other rules would make of the dossiers that readers are given. */
export interface RulesTried {
  readonly dossiers: number;
  readonly changed: number;
  /** Dossiers whose facts these rules cannot describe. */
  readonly failed: number;
  /** In how many dossiers each field changes, the most frequent first; items of lists by `*`. */
  readonly fields: readonly { readonly path: string; readonly dossiers: number }[];
  /** The first that change, and that fail. */
  readonly samples: { readonly changed: readonly number[]; readonly failed: readonly number[] };
}

const samplesMax = 20;

/** Describes each dossier of the version by its rules and by these, and writes nothing. */
export async function tryRules(
  pool: Pool,
  version: Version,
  candidate: Rules,
  onRead: (dossiers: number) => void,
): Promise<RulesTried> {
  const present = await rulesOf(pool, version);
  const counted: Counted = { dossiers: 0, changed: [0, []], failed: [0, []], fields: new Map() };
  for await (const dossiers of storedDossiers(pool, version)) {
    for (const dossier of dossiers) count(counted, dossier.number, changesOf(dossier, present, candidate));
    onRead(counted.dossiers);
  }
  const { changed, failed, fields } = counted;
  const sorted = [...fields].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    dossiers: counted.dossiers,
    changed: changed[0],
    failed: failed[0],
    fields: sorted.map(([path, dossiers]) => ({ path, dossiers })),
    samples: { changed: changed[1], failed: failed[1] },
  };
}

interface Counted {
  dossiers: number;
  /** How many, and the first of them. */
  readonly changed: [number, number[]];
  readonly failed: [number, number[]];
  readonly fields: Map<string, number>;
}

function count(counted: Counted, number: number, paths: readonly string[] | null): void {
  counted.dossiers += 1;
  if (paths?.length === 0) return;
  const kind = paths === null ? counted.failed : counted.changed;
  kind[0] += 1;
  if (kind[1].length < samplesMax) kind[1].push(number);
  for (const path of paths ?? []) counted.fields.set(path, (counted.fields.get(path) ?? 0) + 1);
}

/** Paths of the fields that change; null: the facts cannot be described by these rules. */
function changesOf({ facts: bytes }: DossierFacts, present: Rules, candidate: Rules): readonly string[] | null {
  const facts = decodeFacts(bytes);
  const after = describedBy(facts, candidate);
  if (after === null) return null;
  const before = describe(facts, present);
  if (recordHash(before).equals(recordHash(after))) return [];
  const different = differingFields(fieldsOf(facts, before), fieldsOf(facts, after));
  return [...new Set(different.map(({ path }) => path.replaceAll(/\.\d+(?=\.|$)/g, '.*')))];
}

function describedBy(facts: FactSet, rules: Rules): DossierRecord | null {
  try {
    return describe(facts, rules);
  } catch {
    return null;
  }
}
