import type { ImportRules } from '../import/import-reject.ts';

/** French sentences of what the dictionary has no rule for, for the people who keep the file. */
export const csvRules = {
  'header-missing': {
    sentence: "Le fichier est vide : il n'a pas de ligne d'en-tête.",
    remedy: 'Exporter à nouveau le fichier, avec ses noms de colonnes.',
  },
  'column-count': {
    sentence: "La ligne n'a pas autant de cellules que l'en-tête : rien n'en est transmis.",
    remedy: 'Vérifier les séparateurs de la ligne, et les guillemets autour des textes qui en contiennent.',
  },
  'quote-unclosed': {
    sentence: "Un guillemet ouvert n'est pas fermé : la ligne est laissée de côté.",
    remedy: 'Fermer le guillemet, ou le retirer.',
  },
  'row-empty': { sentence: 'La ligne est vide.', remedy: 'Rien à faire.' },
  'key-missing': {
    sentence: "La clé de la ligne est vide : rien n'en est transmis, on ne saurait pas la reconnaître.",
    remedy: 'Renseigner la colonne.',
  },
  'key-repeated': {
    sentence: "Une autre ligne du fichier a la même clé et dit autre chose : celle-ci n'est pas transmise.",
    remedy: 'Ne garder que la bonne, ou nommer dans la clé (key) une colonne qui les distingue.',
  },
  repeated: {
    sentence: "La même ligne est déjà dans ce fichier : elle n'est transmise qu'une fois.",
    remedy: 'Rien à faire.',
  },
  'rows-not-compared': {
    sentence: 'Le fichier est trop long : ses lignes suivantes ne sont plus comparées entre elles, mais transmises.',
    remedy: 'Partager le fichier pour voir les clés répétées.',
  },
  'recorded-unread': {
    sentence: "La date de dernière modification manque, n'est pas une date ou est à venir : rien n'est transmis.",
    remedy: 'Renseigner la cellule, ou ajouter sa forme à "dates" dans la correspondance.',
  },
  'sequence-unread': {
    sentence: "La version de la ligne n'est pas un nombre entier : rien n'est transmis.",
    remedy: 'Renseigner la cellule.',
  },
  'nothing-told': {
    sentence: "Aucun événement n'est dit par cette ligne : les colonnes dont ils dépendent sont vides.",
    remedy: 'Rien à faire, si elles doivent l’être.',
  },
  'code-unknown': {
    sentence: "La valeur de la cellule n'est pas parmi les codes.",
    remedy: 'L’ajouter sous "codes" de la correspondance, ou y dire "otherwise".',
  },
  'date-impossible': {
    sentence:
      "La date n'existe pas au calendrier, n'est pas entre 1900 et 2099, ou a une autre forme que celles attendues.",
    remedy: 'Corriger la cellule, ou ajouter sa forme à "dates" dans la correspondance.',
  },
} as const satisfies ImportRules;
