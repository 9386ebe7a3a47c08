import type { z } from 'zod';
import { type EosFinding, type EosRule, eosRules, finding } from './eos-rules.ts';

/** What was read of an object, and what was left out of it. */
export interface ReadForm<T> {
  /** Null where something is wrong that everything depends on. */
  readonly value: T | null;
  readonly findings: readonly EosFinding[];
  /** The field of this path was left out, or one of the block, part or line at this path (`entree`, `realisations.0`). */
  readonly isUnread: (path: string) => boolean;
}

/**
 * Reads an exported object by its form. A wrong field costs that field where the form can do without it, else the part or
 * line that it stands in, else the object; texts and lists that are too long are cut. Every fault is a finding with its
 * path and never with its value. A blank text is an empty field.
 */
export function readForm<T>(form: z.ZodType<T>, exported: Readonly<Record<string, unknown>>): ReadForm<T> {
  const held: unknown = JSON.parse(JSON.stringify(exported), (_, value: unknown) =>
    typeof value === 'string' && value.trim() === '' ? null : value,
  );
  const findings: EosFinding[] = [];
  const taken = new Set<string>();
  const isUnread = (path: string) => [...taken].some((gone) => gone === path || gone.startsWith(`${path}.`));
  // Each turn takes at least one field, line or part away, and no field is deeper than this.
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const read = form.safeParse(held);
    if (read.success) return { value: read.data, findings, isUnread };
    const mended = read.error.issues.map((issue) => mend(held, issue, taken));
    findings.push(...mended.flatMap((one) => one.findings));
    for (const one of mended) for (const path of one.taken) taken.add(nameOf(path) ?? '');
    if (mended.some(({ isOver }) => isOver)) break;
  }
  const causes = findings.filter(({ rule }) => rule !== 'part-left-out');
  return { value: null, findings: [...causes, finding(null, 'object-left-out')], isUnread };
}

const turnsMax = 8;

type Path = readonly PropertyKey[];

interface Mended {
  readonly findings: readonly EosFinding[];
  readonly taken: readonly Path[];
  /** What is wrong can neither be left out nor stands in anything that can. */
  readonly isOver: boolean;
}

/** Takes what is wrong out of `held`, which nobody else has. `taken`: what was taken in the turns before. */
function mend(held: unknown, issue: z.core.$ZodIssue, taken: ReadonlySet<string>): Mended {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return { findings: issue.keys.map((key) => dropUnknown(held, [...path, key])), taken: [], isOver: false };
  }
  const value = valueAt(held, path);
  if (issue.code === 'too_big' && (typeof value === 'string' || Array.isArray(value))) {
    put(held, path, value.slice(0, Number(issue.maximum)));
    const rule = typeof value === 'string' ? 'text-cut' : 'list-cut';
    return { findings: [finding(nameOf(path), rule, 'repaired')], taken: [], isOver: false };
  }
  const findings = taken.has(nameOf(path) ?? '') ? [] : [finding(nameOf(path), ruleOf(issue, value))];
  if (value != null) {
    // A line leaves a null in its place, so that the paths of the others stay right.
    put(held, path, null);
    return { findings, taken: [path], isOver: false };
  }
  // What cannot do without a field that is missing goes with it.
  const around = path.slice(
    0,
    path.findLastIndex((_, depth) => valueAt(held, path.slice(0, depth)) != null),
  );
  if (around.length === 0) return { findings, taken: [path], isOver: true };
  put(held, around, null);
  return { findings: [...findings, finding(nameOf(around), 'part-left-out')], taken: [path, around], isOver: false };
}

/** The name of an unknown field may itself hold anything: it is named only where it looks like a name. */
function dropUnknown(held: unknown, path: Path): EosFinding {
  const [name = ''] = path.slice(-1);
  const holder = valueAt(held, path.slice(0, -1));
  if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, name);
  return finding(/^[A-Za-z]{1,40}$/.test(String(name)) ? nameOf(path) : null, 'field-unknown', 'ignored');
}

function put(held: unknown, path: Path, value: unknown): void {
  const holder = valueAt(held, path.slice(0, -1));
  const [name = ''] = path.slice(-1);
  if (typeof holder !== 'object' || holder === null) return;
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Own properties alone: a name in an export may be any word. */
function valueAt(held: unknown, path: Path): unknown {
  return path.reduce<unknown>((holder, name) => {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined;
    return (holder as Record<PropertyKey, unknown>)[name];
  }, held);
}

function ruleOf(issue: z.core.$ZodIssue, value: unknown): EosRule {
  if (value == null) return 'field-missing';
  return Object.hasOwn(eosRules, issue.message) ? (issue.message as EosRule) : 'field-invalid';
}

function nameOf(path: Path): string | null {
  return path.map(String).join('.') || null;
}
