/** Where in a file: line and column count from 1, the path names each repeated element with its rank. */
export interface Place {
  /** Name of the file without its folder; '' where the source is a stream. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `/lheo/offres/formation[3]/action[1]/session[2]/periode/debut` */
  readonly path: string;
}

/** Every reason that the adapter gives; the sentences for people are in `ruleLabels`. */
export type OutcomeRule = keyof typeof ruleLabels;

/**
 * What became of one doubtful element. `refused`: it is not told (a field is left out, a session or a file is not
 * told at all); `repaired`: it is told in another form than written; `ignored`: it has no bearing on what is told.
 */
export interface Outcome {
  readonly severity: 'refused' | 'repaired' | 'ignored';
  readonly rule: OutcomeRule;
  readonly place: Place;
  /** Name of the element at fault. */
  readonly element: string;
  /** `numero` of the session (or else action, formation) it belongs to, as written. */
  readonly numero?: string;
  /** Property of the event that is concerned; null where a whole event or file is. */
  readonly field: string | null;
  readonly detail: string;
}

/** French sentences of the rules, for the people who keep the source. */
export const ruleLabels = {
  'file-unreadable': 'Le fichier ne peut pas être lu.',
  'file-cut': 'Le fichier est tronqué : ce qui précède a été transmis.',
  'not-xml': 'Le contenu n’est pas du XML.',
  'encoding-unknown': 'L’encodage déclaré n’est pas pris en charge.',
  'encoding-wrong': 'Le contenu ne correspond pas à l’encodage déclaré.',
  'doctype-refused': 'Les DOCTYPE et entités déclarées sont refusés.',
  'namespace-unknown': 'L’espace de noms n’est pas celui d’une version connue de LHEO.',
  'xml-damaged': 'La formation n’est pas du XML bien formé (balise mal fermée ou mal écrite).',
  'xml-repaired': 'Un caractère interdit en XML a été conservé comme du texte.',
  'element-unknown': 'Balise inconnue de LHEO, hors « extras ».',
  'formation-too-large': 'La formation dépasse la taille admise.',
  'token-too-large': 'Un texte ou une balise dépasse la taille admise.',
  'session-number-missing': 'Session sans numéro.',
  'number-unusable': 'Numéro avec des caractères hors de l’alphabet admis, ou trop long.',
  'number-like-nir': 'Un numéro qui a la forme d’un NIR est refusé.',
  'registry-unknown': 'Préfixe CARIF introuvable (formation, action ou session).',
  'registry-differs': 'L’action et la formation n’ont pas le même préfixe CARIF : celui de l’action est retenu.',
  'session-repeated': 'La même session figure deux fois dans le fichier.',
  'session-number-shared': 'Deux actions portent le même numéro de session : la seconde est distinguée par son action.',
  'mandatory-missing': 'Une donnée obligatoire manque.',
  'date-partial': 'Date partielle : le mois ou l’année entière est retenu.',
  'date-invalid': 'Date impossible.',
  'date-future': 'Date de mise à jour postérieure à l’import.',
  'period-inverted': 'La fin précède le début.',
  'siret-repaired': 'SIRET remis sur 14 chiffres.',
  'siret-invalid': 'SIRET invalide (longueur, établissement 00000 ou clé).',
  'code-unknown': 'Code absent de la table de LHEO.',
  'code-invalid': 'Code mal formé.',
  'code-surplus': 'Plus de codes que le dictionnaire n’en retient.',
  'financer-repeated': 'Plusieurs blocs du même financeur : les places sont additionnées.',
  'place-number-invalid': 'Nombre de places invalide.',
  'commune-repaired': 'Code commune ou postal remis sur 5 caractères.',
  'commune-invalid': 'Code commune ou postal invalide.',
  'text-cleaned': 'Balises HTML ou retours à la ligne retirés du texte.',
  'text-cut': 'Texte ramené à la longueur admise.',
  'recruitment-without-date': 'Recrutement sans date : non transmis.',
  'interruption-short': 'Une interruption de session de 15 jours ou moins n’est pas transmise.',
  'interruption-unreadable': 'Ligne illisible dans l’export des interruptions.',
  'refused-by-hub': 'Refusé par le hub.',
  cancelled: 'Import interrompu à la demande.',
} as const;
