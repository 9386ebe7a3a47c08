import type { CloudEvent } from '@hub/contracts';
import { type Finding, type ImportRules, jsonExportRules } from '@hub/platform';
import type { z } from 'zod';
import { nativeDossier } from './dossier-form.ts';
import { nativeSession } from './session-form.ts';
import { translateDossier } from './translate-dossier.ts';
import { translateSession } from './translate-session.ts';

/** French sentences of the rules, for the people who keep the source. */
export const eosRules = {
  ...jsonExportRules,
  'kind-unknown': { sentence: "typeObjet n'est pas un objet de l'export.", remedy: 'Écrire DOSSIER ou SESSION.' },
  'field-invalid': { sentence: 'Valeur hors de la forme ou des bornes du champ.', remedy: 'Corriger la valeur.' },
  'date-invalid': {
    sentence: 'Date impossible.',
    remedy: 'Écrire JJ/MM/AAAA ou AAAA-MM-JJ (heure : AAAA-MM-JJThh:mm:ss+hh:mm).',
  },
  'reference-invalid': {
    sentence: "Numéro hors de l'alphabet, trop long, ou en forme de NIR.",
    remedy: "N'employer que A-Z a-z 0-9 . _ -, sans donnée de la personne.",
  },
  'identifier-missing': {
    sentence: 'Aucun identifiant de la personne.',
    remedy: 'Donner nir, numeroStagiaire ou numéro France Travail.',
  },
  'commune-invalid': { sentence: 'Code commune ou code postal invalide.', remedy: 'Donner les 5 caractères du code.' },
} as const satisfies ImportRules;
export type EosRule = keyof typeof eosRules;

/** `field` is the path of the field in the object, `entree.dateEntreeReelle`. */
export type EosFinding = Finding & { readonly rule: EosRule };

/** The events of an object of the export, or every reason why it cannot be reported; never both. */
export function translateObject(exported: Readonly<Record<string, unknown>>): {
  readonly events: readonly CloudEvent[];
  readonly findings: readonly EosFinding[];
} {
  if (exported.typeObjet === 'DOSSIER') return translated(nativeDossier.safeParse(exported), translateDossier);
  if (exported.typeObjet === 'SESSION') return translated(nativeSession.safeParse(exported), translateSession);
  return { events: [], findings: [finding('typeObjet', 'kind-unknown')] };
}

function translated<T>(
  read: z.ZodSafeParseResult<T>,
  translate: (object: T) => readonly CloudEvent[],
): ReturnType<typeof translateObject> {
  if (read.success) return { events: translate(read.data), findings: [] };
  return { events: [], findings: read.error.issues.flatMap(findingsOf) };
}

function findingsOf(issue: z.core.$ZodIssue): EosFinding[] {
  if (issue.code === 'unrecognized_keys') {
    // The name of an unknown field may itself hold anything: it is named only where it looks like a name.
    const named = issue.keys.map((key) => (/^[A-Za-z]{1,40}$/.test(key) ? fieldAt([...issue.path, key]) : null));
    return named.map((field) => finding(field, 'field-unknown'));
  }
  const field = fieldAt(issue.path);
  if (Object.hasOwn(eosRules, issue.message)) return [finding(field, issue.message as EosRule)];
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [finding(field, missing ? 'field-missing' : 'field-invalid')];
}

function fieldAt(path: readonly PropertyKey[]): string | null {
  return path.map(String).join('.') || null;
}

function finding(field: string | null, rule: EosRule): EosFinding {
  return { field, rule };
}
