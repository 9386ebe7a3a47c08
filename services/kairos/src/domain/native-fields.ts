import { isSiret, looksLikeNir } from '@hub/core';
import type { ImportRules } from '@hub/platform';

/** How the value of a field of the Kairos export is read: its form there, and the dictionary's words for its codes. */
export type FieldForm =
  | { readonly form: 'code'; readonly codes: Readonly<Record<string, string>> }
  | { readonly form: 'reference' | 'day' | 'month' | 'text' | 'boolean' | 'true' | 'siret' }
  | { readonly form: 'number'; readonly least: number; readonly most: number };

export type FieldRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly rule: NativeRule };

/** French sentences of the rules, for the people who keep the source. */
export const nativeRules = {
  'not-json': { sentence: "La ligne n'est pas un objet JSON complet.", remedy: 'Exporter à nouveau le fichier.' },
  'kind-unknown': {
    sentence: "Type d'événement inconnu de l'export Kairos.",
    remedy: "Employer un des types de l'export.",
  },
  'field-unknown': {
    sentence: "Champ inconnu pour ce type d'événement.",
    remedy: 'Retirer le champ, ou vérifier son nom.',
  },
  'field-missing': { sentence: 'Champ obligatoire absent.', remedy: 'Renseigner le champ.' },
  'code-unknown': { sentence: 'Code hors de la liste de ce champ.', remedy: 'Employer un code de la liste.' },
  'reference-invalid': {
    sentence: "Identifiant hors de l'alphabet, trop long, ou en forme de NIR.",
    remedy: "N'employer que A-Z a-z 0-9 . _ : / @ -, sans donnée de la personne.",
  },
  'date-invalid': {
    sentence: 'Date impossible.',
    remedy: 'Écrire AAAA-MM-JJ (heure : AAAA-MM-JJThh:mm:ss+hh:mm ; mois : AAAA-MM).',
  },
  'number-invalid': { sentence: 'Nombre attendu, dans les bornes du champ.', remedy: 'Corriger le nombre.' },
  'text-invalid': {
    sentence: 'Texte attendu, non vide et de longueur admise.',
    remedy: 'Corriger le texte, ou retirer le champ.',
  },
  'boolean-invalid': { sentence: 'Booléen attendu.', remedy: 'Écrire true ou false.' },
  'siret-invalid': { sentence: 'SIRET invalide.', remedy: 'Vérifier les 14 chiffres et leur clé.' },
  'session-invalid': {
    sentence: 'Numéro de session hors de la forme attendue.',
    remedy: 'Écrire 07_114782 (CARIF) ou EOS_67680.',
  },
  'nir-invalid': { sentence: 'NIR invalide.', remedy: 'Donner 13 caractères, ou 15 avec une clé juste.' },
  'france-travail-number-invalid': {
    sentence: 'Numéro France Travail invalide.',
    remedy: 'Donner 8 ou 11 caractères : des chiffres puis un chiffre ou une lettre.',
  },
  'identifier-missing': {
    sentence: 'Aucun identifiant de la personne.',
    remedy: 'Donner identifiantDE, nir ou numeroInterne (extrait : c_individulocal ou dn_individu_national).',
  },
} as const satisfies ImportRules;
export type NativeRule = keyof typeof nativeRules;

export function readField(form: FieldForm, value: unknown): FieldRead {
  switch (form.form) {
    case 'code': {
      const known = typeof value === 'string' && Object.hasOwn(form.codes, value) ? form.codes[value] : undefined;
      return known === undefined ? no('code-unknown') : yes(known);
    }
    case 'reference':
      return isPartnerString(value) ? yes(value) : no('reference-invalid');
    case 'day':
      return isDay(value) ? yes(value) : no('date-invalid');
    case 'month':
      return typeof value === 'string' && isDay(`${value}-01`) ? yes(value) : no('date-invalid');
    case 'text':
      return typeof value === 'string' && value !== '' && value.length <= 128 ? yes(value) : no('text-invalid');
    case 'boolean':
      return typeof value === 'boolean' ? yes(value) : no('boolean-invalid');
    case 'true':
      return value === true ? yes(true) : no('boolean-invalid');
    case 'siret':
      return typeof value === 'string' && isSiret(value) ? yes(value) : no('siret-invalid');
    case 'number':
      return typeof value === 'number' && value >= form.least && value <= form.most ? yes(value) : no('number-invalid');
  }
}

function yes(value: unknown): FieldRead {
  return { ok: true, value };
}

function no(rule: NativeRule): FieldRead {
  return { ok: false, rule };
}

export function isPartnerString(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._:/@-]{1,128}$/.test(value) && !looksLikeNir(value);
}

/** A day of the calendar, `AAAA-MM-JJ`, from 1900 to 2099. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(19|20)\d{2}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** RFC 3339 with its zone. */
export function isInstant(value: unknown): value is string {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
  return (
    typeof value === 'string' && shape.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
  );
}
