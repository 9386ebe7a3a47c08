import { isSiret, parseFranceTravailNumber, parseNir, parsePartnerNumber } from '@hub/core';
import { type ImportRules, isCalendarDay, isPartnerId, jsonExportRules } from '@hub/platform';

/** How the value of a field of the Kairos export is read: its form there, and the dictionary's words for its codes. */
export type FieldForm =
  | { readonly form: 'code'; readonly codes: Readonly<Record<string, string>> }
  | { readonly form: 'number' | 'whole'; readonly least: number; readonly most: number }
  | { readonly form: keyof typeof plainForms };

export type FieldRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly rule: ExportRule };

/** French sentences of the rules, for the people who keep the source. */
export const exportRules = {
  ...jsonExportRules,
  'kind-unknown': {
    sentence: "Type d'événement inconnu de l'export Kairos.",
    remedy: "Employer un des types de l'export.",
  },
  'reference-invalid': {
    sentence: "Identifiant hors de l'alphabet, trop long, en forme de NIR ou de courriel, ou valeur de remplissage.",
    remedy: "N'employer que A-Z a-z 0-9 . _ : / @ -, sans donnée de la personne.",
  },
  'date-invalid': {
    sentence: 'Date ou heure impossible.',
    remedy: 'Écrire AAAA-MM-JJ (instant : AAAA-MM-JJThh:mm:ss+hh:mm ; mois : AAAA-MM ; heure : hh:mm).',
  },
  'number-invalid': { sentence: 'Nombre attendu, dans les bornes du champ.', remedy: 'Corriger le nombre.' },
  'text-invalid': {
    sentence: 'Texte attendu, non vide et de longueur admise.',
    remedy: 'Corriger le texte, ou retirer le champ.',
  },
  'boolean-invalid': { sentence: 'Booléen attendu.', remedy: 'Écrire true ou false.' },
  'session-invalid': {
    sentence: 'Numéro de session ou de plan de formation absent ou hors de la forme attendue.',
    remedy: 'Écrire numeroSession (07_114782 du CARIF, EOS_67680), ou numeroPlan pour un plan sans session référencée.',
  },
  'contact-unreachable': {
    sentence: "Téléphone ou courriel qui ne peut pas être joint : il n'est pas transmis ; le reste l'est.",
    remedy: 'Corriger le numéro (dix chiffres, ou + et le pays) ou l’adresse, ou les retirer.',
  },
  'identifier-missing': {
    sentence: 'Aucun identifiant de la personne.',
    remedy: 'Donner identifiantDE, nir ou numeroInterne (extrait : c_individulocal ou dn_individu_national).',
  },
} as const satisfies ImportRules;
export type ExportRule = keyof typeof exportRules;

/** Forms without a parameter: which values fit, and the rule that any other value breaks. */
const plainForms = {
  reference: [isPartnerId, 'reference-invalid'],
  day: [isCalendarDay, 'date-invalid'],
  month: [(value) => typeof value === 'string' && isCalendarDay(`${value}-01`), 'date-invalid'],
  time: [(value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value), 'date-invalid'],
  text: [isText, 'text-invalid'],
  boolean: [(value) => typeof value === 'boolean', 'boolean-invalid'],
  true: [(value) => value === true, 'boolean-invalid'],
  siret: [(value) => typeof value === 'string' && isSiret(value), 'siret-invalid'],
  nir: [(value) => isText(value) && parseNir(value).ok, 'nir-invalid'],
  'france-travail-number': [
    (value) => isText(value) && parseFranceTravailNumber(value).ok,
    'france-travail-number-invalid',
  ],
  'partner-number': [(value) => isText(value) && parsePartnerNumber(value).ok, 'reference-invalid'],
} as const satisfies Readonly<Record<string, readonly [fits: (value: unknown) => boolean, rule: ExportRule]>>;

export function readField(form: FieldForm, value: unknown): FieldRead {
  if (form.form === 'code') {
    const known = codeOf(form.codes, value);
    return known === undefined ? { ok: false, rule: 'code-unknown' } : { ok: true, value: known };
  }
  if (form.form === 'number' || form.form === 'whole') {
    const isNumber = form.form === 'whole' ? Number.isInteger(value) : typeof value === 'number';
    const fits = isNumber && Number(value) >= form.least && Number(value) <= form.most;
    return fits ? { ok: true, value } : { ok: false, rule: 'number-invalid' };
  }
  const [fits, rule] = plainForms[form.form];
  return fits(value) ? { ok: true, value } : { ok: false, rule };
}

/** The dictionary's word for a code of the export; undefined for a code that the list does not have. */
export function codeOf<T>(codes: Readonly<Record<string, T>>, value: unknown): T | undefined {
  return typeof value === 'string' && Object.hasOwn(codes, value) ? codes[value] : undefined;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 128;
}
