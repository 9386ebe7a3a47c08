import { systemOf } from '@hub/contracts';

/** What a trainee is trained in, as a partner names it (rules.md, References and dossiers). */
export interface TrainingReference {
  readonly ok: true;
  /** A session of a public register, or a file of a partner's own for trainings without public session. */
  readonly kind: 'session' | 'file';
  /** `07` (prefix of a CARIF), `eos`, `ft`, or the source of a file; lower case. */
  readonly registry: string;
  /** Upper case, without the CARIF's prefix. */
  readonly number: string;
  /** Canonical text: `session:07:114782`, `file:eos:1894`. */
  readonly reference: string;
}

export interface RefusedReference {
  readonly ok: false;
  readonly rule: 'reference-shape';
}

const referenceLengthMax = 128;
const shape = /^(session|file):([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?):([a-z0-9._:/@-]+)$/i;

/** Reads a training reference; `session:07:07_114782` and `session:07:114782` are one. */
export function parseReference(text: string): TrainingReference | RefusedReference {
  const match = text.length > referenceLengthMax ? null : shape.exec(text);
  if (match === null) return { ok: false, rule: 'reference-shape' };
  const [, writtenKind = '', writtenRegistry = '', writtenNumber = ''] = match;
  const kind = writtenKind.toLowerCase() === 'session' ? 'session' : 'file';
  const registry = writtenRegistry.toLowerCase();
  const number = withoutPrefix(writtenNumber.toUpperCase(), kind === 'session' ? registry : null);
  if (number === '') return { ok: false, rule: 'reference-shape' };
  return { ok: true, kind, registry, number, reference: `${kind}:${registry}:${number}` };
}

/** The canonical text of a reference; a text that is none stays as it is. */
export function canonicalReference(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? parsed.reference : text;
}

function withoutPrefix(number: string, registry: string | null): string {
  const prefix = registry !== null && /^\d\d$/.test(registry) ? `${registry}_` : null;
  return prefix !== null && number.startsWith(prefix) ? number.slice(prefix.length) : number;
}

/** Of references in canonical text. */
export function isSessionReference(reference: string): boolean {
  return reference.startsWith('session:');
}

export function isFileReference(reference: string): boolean {
  return reference.startsWith('file:');
}

/** The registry of a session reference in canonical text; null for a file. */
export function sessionRegistry(reference: string): string | null {
  return isSessionReference(reference) ? reference.slice(8, reference.indexOf(':', 8)) : null;
}

/** What a fact says that it is about: of several sessions the first alone, the others are only proposed; and every file. */
export function namedReferences(references: readonly string[]): readonly string[] {
  const session = references.find(isSessionReference);
  return references.filter((reference) => reference === session || isFileReference(reference));
}

/**
 * Of these, what joins dossiers: a file is bound by its own source and by nobody else (`file:eos:1894` by `eos`), but for
 * the hub, which repeats what it bound.
 */
export function bindingReferences({
  source,
  references,
}: {
  readonly source: string;
  readonly references: readonly string[];
}): readonly string[] {
  const isOwn = (reference: string) => source === 'hub' || isFileOf(source, reference);
  return namedReferences(references).filter((reference) => isSessionReference(reference) || isOwn(reference));
}

/** Whether a reference in canonical text is a file of this source, or of a system of the same organisation (`france-travail`: `kairos`). */
export function isFileOf(source: string, reference: string): boolean {
  if (!isFileReference(reference)) return false;
  const registry = reference.slice(5, reference.indexOf(':', 5));
  return registry === source || registry === systemOf(source)?.sharesFilesOf;
}

/**
 * The reference that an event's dossier is bound to: the first session named, else the first file of its own source. An
 * event that names its dossier by the number has the reference of that, whoever's file it is. Null without any.
 */
export function primaryReference(event: {
  readonly source: string;
  readonly references: readonly string[];
}): string | null {
  const binding = bindingReferences(event);
  return binding.find(isSessionReference) ?? binding[0] ?? event.references[0] ?? null;
}
