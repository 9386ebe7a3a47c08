import type { CloudEvent } from '@hub/contracts';
import type { z } from 'zod';
import { nativeDossier } from './native-dossier.ts';
import { nativeSession } from './native-session.ts';
import { translateDossier } from './translate-dossier.ts';
import { translateSession } from './translate-session.ts';

/** French sentences of the rules, with the remedy, for the people who keep the source. */
export const eosRules = {
  'not-json': "La ligne n'est pas un objet JSON complet : exporter à nouveau le fichier.",
  'kind-unknown': 'typeObjet : DOSSIER ou SESSION attendu.',
  'field-unknown': 'Champ inconnu : le retirer.',
  'field-missing': 'Champ obligatoire absent.',
  'field-invalid': 'Valeur hors de la forme ou des bornes du champ.',
  'code-unknown': 'Valeur hors de la liste de ce champ.',
  'date-invalid': 'Date impossible : écrire JJ/MM/AAAA ou AAAA-MM-JJ (heure : AAAA-MM-JJThh:mm:ss+hh:mm).',
  'reference-invalid': 'Numéro hors de l’alphabet A-Z a-z 0-9 . _ -, trop long, ou en forme de NIR.',
  'nir-invalid': 'NIR invalide : 13 caractères et la clé de 2 chiffres.',
  'france-travail-number-invalid': 'Numéro France Travail invalide : 8 ou 11 caractères.',
  'identifier-missing': 'Aucun identifiant : nir, numeroStagiaire ou numéro France Travail.',
  'siret-invalid': 'SIRET invalide (14 chiffres, clé de Luhn).',
  'commune-invalid': 'Code commune ou code postal invalide.',
} as const;
export type EosRule = keyof typeof eosRules;

export interface EosReject {
  /** Path of the field in the object, `entree.dateEntreeReelle`. */
  readonly field: string | null;
  readonly rule: EosRule;
  readonly detail: string;
}

/** The events of an object of the export, or every reason why it cannot be told; never both. */
export function translateObject(told: Readonly<Record<string, unknown>>): {
  readonly events: readonly CloudEvent[];
  readonly rejects: readonly EosReject[];
} {
  if (told.typeObjet === 'DOSSIER') return translated(nativeDossier.safeParse(told), translateDossier);
  if (told.typeObjet === 'SESSION') return translated(nativeSession.safeParse(told), translateSession);
  return { events: [], rejects: [reject('typeObjet', 'kind-unknown')] };
}

function translated<T>(
  read: z.ZodSafeParseResult<T>,
  translate: (object: T) => readonly CloudEvent[],
): ReturnType<typeof translateObject> {
  if (read.success) return { events: translate(read.data), rejects: [] };
  return { events: [], rejects: read.error.issues.map(rejectOf) };
}

function rejectOf(issue: z.core.$ZodIssue): EosReject {
  const field = issue.path.map(String).join('.') || null;
  if (issue.code === 'unrecognized_keys') return reject(field, 'field-unknown');
  if (Object.hasOwn(eosRules, issue.message)) return reject(field, issue.message as EosRule);
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return reject(field, missing ? 'field-missing' : 'field-invalid');
}

function reject(field: string | null, rule: EosRule): EosReject {
  return { field, rule, detail: eosRules[rule] };
}
