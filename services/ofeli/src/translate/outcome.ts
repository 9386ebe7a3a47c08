import type { Finding, ImportRules, Severity } from '@hub/platform';

/** Where in a file: line and column count from 1, the path names each repeated element with its rank. */
export interface LheoPlace {
  readonly line: number;
  readonly column: number;
  /** `/lheo/offres/formation[3]/action[1]/session[2]/periode/debut` */
  readonly path: string;
}

/** Every reason that the adapter gives. */
export type OutcomeRule = keyof typeof lheoRules;

/**
 * What became of one doubtful element. `numero` is that of the session (or else action, formation) it belongs to, as
 * written; `field` the property of the event that is concerned, null where a whole event or file is.
 */
export interface Outcome extends Finding {
  readonly severity: Severity;
  readonly rule: OutcomeRule;
  readonly place: LheoPlace;
  readonly element: string;
  /** French; '' where the rule's sentence says all. */
  readonly detail: string;
}

/** French sentences of the rules, for the people who keep the source. */
export const lheoRules = {
  'file-cut': {
    sentence: 'Le fichier est tronqué : ce qui précède a été transmis.',
    remedy: "Obtenir le fichier entier et l'importer à nouveau.",
  },
  'not-xml': { sentence: "Le contenu n'est pas du XML.", remedy: 'Donner un fichier LHEO, décompressé.' },
  'encoding-unknown': { sentence: "L'encodage déclaré n'est pas pris en charge.", remedy: 'Exporter en UTF-8.' },
  'encoding-wrong': {
    sentence: "Le contenu ne correspond pas à l'encodage déclaré.",
    remedy: "Vérifier les accents ; corriger la déclaration d'encodage, ou exporter en UTF-8.",
  },
  'formation-commented': {
    sentence: "Une formation en commentaire n'est pas lue.",
    remedy: 'La sortir du commentaire, ou vérifier que chaque commentaire est fermé (-->).',
  },
  'doctype-refused': { sentence: 'Les DOCTYPE et entités déclarées sont refusés.', remedy: 'Retirer le DOCTYPE.' },
  'namespace-unknown': {
    sentence: "L'espace de noms n'est pas celui d'une version connue de LHEO.",
    remedy: 'Exporter en LHEO 1.3, 2.2 ou 2.3.',
  },
  'xml-damaged': {
    sentence: "La formation n'est pas du XML bien formé (balise mal fermée ou mal écrite).",
    remedy: "Corriger les balises de la formation dans l'outil qui exporte.",
  },
  'xml-repaired': {
    sentence: 'Un caractère interdit en XML a été conservé comme du texte.',
    remedy: "Écrire &amp; pour & et &lt; pour < dans l'outil qui exporte.",
  },
  'declaration-late': {
    sentence: "La déclaration XML n'est pas au début du fichier : le fichier est lu quand même.",
    remedy: 'Retirer ce qui la précède, ligne vide comprise.',
  },
  'element-unknown': {
    sentence: 'Balise inconnue de LHEO, hors « extras ».',
    remedy: 'Retirer la balise, ou la placer dans « extras ».',
  },
  'element-misplaced': {
    sentence: "Balise de LHEO qui n'est pas à sa place.",
    remedy: "La placer dans l'élément où LHEO l'attend.",
  },
  'element-surplus': {
    sentence: "Un seul élément est attendu à cet endroit : celui-ci n'est pas lu.",
    remedy: 'Ne garder que le bon.',
  },
  'action-without-session': {
    sentence: "Action ou formation sans session : rien n'en est transmis.",
    remedy: 'Rien à faire, ou lui donner ses sessions.',
  },
  'state-unknown': {
    sentence: "Marque d'état non comprise : la session est transmise comme publiée.",
    remedy: 'Écrire SAIS, DIFF, ARCH, ANNU, SUSP ou SUPP dans extras etat-session.',
  },
  'formation-too-large': {
    sentence: 'La formation dépasse la taille admise.',
    remedy: 'Répartir ses actions en plusieurs formations.',
  },
  'token-too-large': {
    sentence: 'Un texte ou une balise dépasse la taille admise.',
    remedy: 'Raccourcir le texte, ou fermer la balise.',
  },
  'session-number-missing': {
    sentence: "Session sans numéro : elle n'est pas transmise.",
    remedy: 'Donner un numéro (attribut numero) à la session.',
  },
  'number-unusable': {
    sentence: "Numéro avec des caractères hors de l'alphabet admis, ou trop long : rien n'est transmis.",
    remedy: "N'employer que A-Z 0-9 . _ / @ -, 80 caractères au plus (40 pour une interruption).",
  },
  'number-like-nir': {
    sentence: "Une valeur a la forme d'un NIR : elle n'est pas transmise.",
    remedy: "Remplacer la valeur par une autre, qui ne dise rien d'une personne.",
  },
  'registry-unknown': {
    sentence: 'Préfixe CARIF introuvable (formation, action ou session).',
    remedy:
      "Préfixer le numéro par les deux chiffres du CARIF (07_114782), donner extras FLUX-CARIF, ou dire le préfixe à l'import (--registry 07).",
  },
  'registry-differs': {
    sentence: "L'action et la formation n'ont pas le même préfixe CARIF : celui de l'action est retenu.",
    remedy: 'Donner le même préfixe à la formation et à ses actions.',
  },
  'session-repeated': {
    sentence: 'La même session figure deux fois, avec le même contenu : elle est transmise une fois.',
    remedy: 'Retirer la répétition.',
  },
  'statement-repeated': {
    sentence: 'La même déclaration figure deux fois, avec le même contenu : elle est transmise une fois.',
    remedy: 'Retirer la répétition.',
  },
  'version-tied': {
    sentence:
      'Deux contenus différents de même date : les deux sont transmis, et rien ne dit lequel est le plus récent.',
    remedy: "Donner à l'un une date de mise à jour plus récente (datemaj), ou dire l'instant de chaque extraction.",
  },
  'session-number-shared': {
    sentence: 'Deux actions portent le même numéro de session : la seconde est distinguée par son action.',
    remedy: "Donner à chaque session un numéro qui n'est qu'à elle.",
  },
  'mandatory-missing': {
    sentence: 'Une donnée obligatoire manque : la session est transmise sans elle, et montrée comme incomplète.',
    remedy: 'Renseigner la donnée.',
  },
  'date-partial': {
    sentence: "Date partielle : le mois ou l'année entière est retenu.",
    remedy: 'Donner le jour (AAAAMMJJ).',
  },
  'date-invalid': {
    sentence: 'Date impossible.',
    remedy: 'Donner un jour réel (AAAAMMJJ ; interruptions : AAAA-MM-JJ, heure en ISO 8601).',
  },
  'date-future': {
    sentence: "Date de mise à jour postérieure à l'import : elle ne compte pas.",
    remedy: "Mettre à l'heure l'horloge de la source.",
  },
  'stamp-invalid': {
    sentence: 'Date de mise à jour impossible : elle ne compte pas.',
    remedy: 'Donner un jour réel (AAAAMMJJ), ou un instant ISO 8601.',
  },
  'extract-older': {
    sentence: "Une mise à jour est postérieure au jour de l'extraction : ce jour est sans doute faux.",
    remedy: "Vérifier la date donnée à l'extraction (--dated, nom ou racine du fichier).",
  },
  'session-undated': {
    sentence: "Ni la session ni le fichier ne disent de quand ils datent : la session n'est pas transmise.",
    remedy: "Dire la date de l'extraction (--dated 2026-11-20), ou dater l'export (horodatage-export, datemaj).",
  },
  'period-inverted': { sentence: 'La fin précède le début.', remedy: 'Corriger les deux dates.' },
  'siret-repaired': { sentence: 'SIRET remis sur 14 chiffres.', remedy: 'Corriger le SIRET à la source.' },
  'siret-invalid': {
    sentence: "SIRET invalide (longueur, établissement 00000 ou clé) : il n'est pas transmis.",
    remedy: "Vérifier le SIRET de l'établissement.",
  },
  'code-unknown': { sentence: 'Code absent de la table de LHEO.', remedy: 'Employer un code de la table.' },
  'code-invalid': { sentence: "Code mal formé : il n'est pas transmis.", remedy: 'Corriger le code.' },
  'code-surplus': {
    sentence: "Plus de valeurs que le dictionnaire n'en retient : les premières sont transmises.",
    remedy: 'Rien à faire, ou mettre les principales en tête.',
  },
  'financer-repeated': {
    sentence: 'Plusieurs blocs du même financeur : les places sont additionnées.',
    remedy: 'Réunir les blocs du financeur.',
  },
  'place-number-invalid': {
    sentence: "Nombre de places invalide : il n'est pas transmis.",
    remedy: 'Donner un nombre entier, de 0 à 99999.',
  },
  'commune-repaired': {
    sentence: 'Code commune ou postal remis sur 5 caractères.',
    remedy: 'Corriger le code à la source.',
  },
  'commune-invalid': {
    sentence: "Code commune ou postal invalide : il n'est pas transmis.",
    remedy: 'Donner les 5 caractères du code.',
  },
  'text-cleaned': {
    sentence: 'Balises HTML ou retours à la ligne retirés du texte.',
    remedy: 'Écrire le texte sur une ligne, sans balises.',
  },
  'text-empty': {
    sentence: "Il ne reste rien du texte sans ses balises : il n'est pas transmis.",
    remedy: 'Écrire le texte sans balises.',
  },
  'text-cut': { sentence: 'Texte ramené à la longueur admise.', remedy: 'Raccourcir le texte.' },
  'recruitment-without-date': {
    sentence: 'Recrutement sans date : non transmis.',
    remedy: 'Dater le recrutement (periode/debut).',
  },
  'recruitment-mode-other': {
    sentence: "Recrutement d'une autre modalité que 7, 8 ou 9 : il n'est pas transmis.",
    remedy: "Rien à faire : un concours, un dossier ou une épreuve n'est pas un rendez-vous.",
  },
  'slot-unusable': {
    sentence: 'Numéro de recrutement inutilisable : un autre est fait de la session, de la modalité et du jour.',
    remedy: "N'employer que A-Z a-z 0-9 . _ : / @ -, 100 caractères au plus.",
  },
  'interruption-field-unknown': {
    sentence: "Champ inconnu d'une interruption : il n'est pas lu.",
    remedy: 'Retirer le champ, ou vérifier son nom.',
  },
  'interruption-short': {
    sentence:
      "Une interruption de session de 15 jours ou moins n'est pas à saisir : elle est transmise, sans effet sur l'état.",
    remedy: 'Rien à faire, ou vérifier les jours.',
  },
  'interruption-unreadable': {
    sentence: "Ligne illisible dans l'export des interruptions.",
    remedy: 'Écrire un objet JSON par ligne, avec les textes registre, session, numero, du, au et maj.',
  },
} as const satisfies ImportRules;
