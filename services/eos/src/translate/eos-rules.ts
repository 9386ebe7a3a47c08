import { type Finding, type ImportRules, jsonExportRules } from '@hub/platform';

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
  'identifier-placeholder': {
    sentence: "Valeur de remplissage : elle n'est l'identifiant de personne.",
    remedy: 'Donner le numéro, ou ne rien donner.',
  },
  'commune-invalid': { sentence: 'Code commune ou code postal invalide.', remedy: 'Donner les 5 caractères du code.' },
  'agora-number-invalid': { sentence: 'Numéro AGORA invalide.', remedy: 'Donner les 9 chiffres.' },
  'phone-invalid': {
    sentence: "Téléphone injoignable tel qu'il est écrit.",
    remedy: 'Donner 10 chiffres, ou un numéro international avec +.',
  },
  'email-invalid': { sentence: 'Adresse électronique invalide.', remedy: "Corriger l'adresse." },
  'text-cut': { sentence: 'Texte ramené à la longueur admise.', remedy: 'Raccourcir le texte.' },
  'list-cut': {
    sentence: "Plus de lignes ou de codes que le hub n'en retient : les premiers sont transmis.",
    remedy: 'Mettre les principaux en tête.',
  },
  'line-repeated': {
    sentence: 'Deux lignes portent le même numéro : la première est transmise.',
    remedy: "Donner à chaque ligne un numéro qui n'est qu'à elle.",
  },
  'part-incomplete': {
    sentence: "Sans ce champ, la partie n'est pas transmise, ni ce qu'elle porte d'autre.",
    remedy: 'Renseigner le champ.',
  },
  'part-left-out': {
    sentence: "La partie n'est pas transmise : un champ dont elle dépend n'a pas été lu.",
    remedy: 'Corriger le champ nommé sur la même ligne.',
  },
  'part-not-moved': {
    sentence:
      "La partie n'a pas été enregistrée depuis le changement de session : elle est transmise dans la nouvelle, " +
      "et reste aussi dans celle d'avant.",
    remedy: 'Enregistrer à nouveau la partie.',
  },
  'object-left-out': {
    sentence: "Rien de cet objet n'est transmis : un champ dont tout dépend n'a pas été lu.",
    remedy: 'Corriger les champs nommés sur la même ligne.',
  },
  'word-unknown': {
    sentence: 'Libellé hors de la liste connue du hub : transmis en toutes lettres, scellé, avec le code « autre ».',
    remedy: 'Faire connaître le libellé au hub.',
  },
  'level-unread': {
    sentence: 'Niveau sans numéro de 1 à 6 : transmis en toutes lettres, sans code.',
    remedy: "Écrire le numéro du niveau devant son libellé, comme dans l'écran.",
  },
  'motive-missing': { sentence: 'Sortie sans motif : transmise comme « autre ».', remedy: 'Renseigner le motif.' },
  'audience-waiting': {
    sentence: "Le public est transmis avec la situation, qui n'est pas encore saisie.",
    remedy: "Saisir l'onglet de la situation.",
  },
  'agora-waiting': {
    sentence: "Le numéro AGORA est transmis avec ce qui est saisi dès qu'il est connu : rien ne l'est encore.",
    remedy: 'Rien à faire.',
  },
} as const satisfies ImportRules;
export type EosRule = keyof typeof eosRules;

/** `field` is the path of the field in the object, `entree.dateEntreeReelle`. */
export type EosFinding = Finding & { readonly rule: EosRule };

export function finding(field: string | null, rule: EosRule, severity?: Finding['severity']): EosFinding {
  return severity === undefined ? { field, rule } : { field, rule, severity };
}
