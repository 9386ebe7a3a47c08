/** Words of EOS and those of the dictionary. Where the screens show one value only, the others are inferred. */
export const exitKinds: Readonly<Record<string, string>> = {
  "Fin prévue de l'action de formation": 'planned-end',
  'Fin prévue de action de formation': 'planned-end',
  'Abandon du stagiaire': 'abandonment',
  "Interruption par l'organisme de formation": 'interrupted-by-organisation',
  'Force majeure': 'force-majeure',
  'Changement de formation': 'transferred',
  "Accès à l'emploi": 'employment',
};

/** A motive outside the list keeps its words sealed, and is `other` in clear. */
export function exitKindOf(motive: string): string {
  return exitKinds[motive] ?? 'other';
}

export const assessmentResults = {
  Atteint: 'reached',
  'Partiellement atteint': 'partly-reached',
  'Non atteint': 'not-reached',
} as const;

export const answers = { Oui: 'yes', Non: 'no', 'Ne souhaite pas répondre': 'not-told' } as const;

/**
 * EOS numbers the levels of 1969, of which 6 (VI) is the lowest: "6 - Sortie de 6ème, 5ème, 4ème" is not the level 6 of 2019,
 * a bachelor's degree. Null where the label begins with no such number.
 */
export function levelOf(label: string): { readonly nomenclature: 'fr-1969'; readonly code: string } | null {
  const found = /^([1-6])\s*(bis)?\s*-/.exec(label);
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI'][Number(found?.[1]) - 1];
  return roman === undefined ? null : { nomenclature: 'fr-1969', code: roman + (found?.[2] ?? '') };
}

/** The kind of prescriber from its label ("Conseiller CEP France Travail"). */
export function prescriberKindOf(label: string): string {
  const kinds = [
    [/france travail|p[oô]le emploi/i, 'france-travail'],
    [/mission locale/i, 'mission-locale'],
    [/cap emploi/i, 'cap-emploi'],
    [/plie/i, 'plie'],
    [/cep/i, 'cep-operator'],
  ] as const;
  return kinds.find(([shape]) => shape.test(label))?.[1] ?? 'other';
}

export function payBodyOf(label: string): string {
  const bodies = [
    [/\basp\b|agence de services/i, 'asp'],
    [/docapost/i, 'docapost'],
    [/france travail/i, 'france-travail'],
  ] as const;
  return bodies.find(([shape]) => shape.test(label))?.[1] ?? 'other';
}

/** A label as a code of the closed alphabet: `Temps plein` → `temps-plein`. */
export function codeOf(label: string): string {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 64) || 'other'
  );
}

/** Without empty fields, lists and blocks. */
export function filled(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isFilled = (value: unknown): boolean =>
    value != null && (typeof value !== 'object' || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isFilled(value)));
}
