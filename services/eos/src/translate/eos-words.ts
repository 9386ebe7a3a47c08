/**
 * Words of EOS and those of the dictionary. Where the screens show one value only, the others are inferred. Words are
 * looked up by their letters: capitals, accents, apostrophes and spaces do not count.
 */
const exitKinds: ReadonlyMap<string, string> = words({
  "Fin prévue de l'action de formation": 'planned-end',
  'Fin prévue de action de formation': 'planned-end',
  'Abandon du stagiaire': 'abandonment',
  "Interruption par l'organisme de formation": 'interrupted-by-organisation',
  'Force majeure': 'force-majeure',
  'Changement de formation': 'transferred',
  "Accès à l'emploi": 'employment',
});

/** Null where the motive is outside the list. */
export function exitKindOf(motive: string): string | null {
  return exitKinds.get(letters(motive)) ?? null;
}

const rhythms: ReadonlyMap<string, string> = words({ 'Temps plein': 'full-time', 'Temps partiel': 'part-time' });

/** Null where the rhythm is outside the list. */
export function rhythmOf(label: string): string | null {
  return rhythms.get(letters(label)) ?? null;
}

export const assessmentResults = {
  Atteint: 'reached',
  'Partiellement atteint': 'partly-reached',
  'Non atteint': 'not-reached',
} as const;

export const answers = { Oui: 'yes', Non: 'no', 'Ne souhaite pas répondre': 'not-told' } as const;

export const audiences = {
  VISAS_LIBRES_SAVOIRS: 'visas-libres-savoirs',
  PPSMJ: 'ppsmj',
  NON_INSCRIT_FT: 'not-registered',
} as const;

/**
 * EOS numbers the levels of 1969, of which 6 (VI) is the lowest: "6 - Sortie de 6ème, 5ème, 4ème" is not the level 6 of 2019,
 * a bachelor's degree. Null where the label begins with no such number.
 */
export function levelOf(label: string): { readonly nomenclature: 'fr-1969'; readonly code: string } | null {
  const found = /^([1-6])\s*(bis)?\s*(?:[-–]|$)/.exec(label);
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI'][Number(found?.[1]) - 1];
  return roman === undefined ? null : { nomenclature: 'fr-1969', code: roman + (found?.[2] ?? '') };
}

/** The kind of prescriber from its label ("Conseiller CEP France Travail"); null where it names none that is known. */
export function prescriberKindOf(label: string): string | null {
  const kinds = [
    [/\bfrance travail\b|\bp[oô]le emploi\b/i, 'france-travail'],
    [/\bmissions? locales?\b/i, 'mission-locale'],
    [/\bcap[ -]?emploi\b/i, 'cap-emploi'],
    [/\bplie\b/i, 'plie'],
    [/\bcep\b/i, 'cep-operator'],
  ] as const;
  return kinds.find(([shape]) => shape.test(label))?.[1] ?? null;
}

/** Null where the label names no pay body that is known. */
export function payBodyOf(label: string): string | null {
  const bodies = [
    [/\basp\b|\bagence de services\b/i, 'asp'],
    [/\bdocapost\b/i, 'docapost'],
    [/\bfrance travail\b/i, 'france-travail'],
  ] as const;
  return bodies.find(([shape]) => shape.test(label))?.[1] ?? null;
}

/** Without empty fields, lists and blocks. */
export function filled(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isFilled = (value: unknown): boolean =>
    value != null && (typeof value !== 'object' || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isFilled(value)));
}

function words(list: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(list).map(([label, code]) => [letters(label), code]));
}

function letters(label: string): string {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, ' ').trim();
}
