import { type Dictionary, defaultLimits, limitNames } from '@hub/platform';
import { type Field, ticked, type Values, wordsOf } from '../../frame/form-fields.ts';
import { count } from '../../frame/parts.ts';
import { categoryWords, codeWords, dataSetKinds, limitWords, optionsOf, word } from '../operator-words.ts';

const files = (kind: string) => `dataSets-${kind}`;

/** Everything that a convention may say. */
export function conventionFields(dictionary: Dictionary): readonly Field[] {
  const purposes = optionsOf(codeWords(dictionary, 'purpose'));
  return [
    { kind: 'date', name: 'from', label: 'Premier jour', isRequired: true },
    { kind: 'date', name: 'to', label: 'Dernier jour', hint: 'Vide : jusqu’à ce qu’on y mette fin.' },
    { kind: 'many', name: 'purposes', label: 'Finalités', options: purposes },
    {
      kind: 'many',
      name: 'categories',
      label: 'Catégories',
      hint: 'Aucune : toutes celles de ses droits.',
      options: optionsOf(categoryWords),
    },
    {
      kind: 'many',
      name: 'territories',
      label: 'Territoires',
      hint: 'Aucun : partout.',
      options: optionsOf(codeWords(dictionary, 'territory')),
    },
    {
      kind: 'text',
      name: 'addresses',
      label: 'Adresses d’où il vient',
      hint: 'Réseaux séparés par des espaces (192.0.2.0/24) ; vide : de partout.',
    },
    {
      kind: 'text',
      name: 'delegatedBy',
      label: 'Financeurs dont il déclare les lignes',
      hint: 'Leurs SIRET, séparés par des espaces.',
    },
    {
      kind: 'lines',
      name: 'exceptions',
      label: 'Financements qu’il est seul à pouvoir déclarer',
      hint: `Un par ligne, avec le nombre de personnes par mois jusqu’auquel sa parole suffit : prf-direct 50. Financements : ${Object.keys(codeWords(dictionary, 'funding')).join(', ')}.`,
    },
    { kind: 'check', name: 'takeover', label: 'Il charge son historique : ni webhooks, ni alarmes d’ici là' },
    ...Object.entries(dataSetKinds).map(
      ([kind, label]): Field => ({
        kind: 'many',
        name: files(kind),
        label: `Fichier de la semaine « ${label} », pour`,
        hint: 'Aucune : il ne le reçoit pas.',
        at: '/dataSets',
        options: purposes,
      }),
    ),
    ...limitNames.map(
      (name): Field => ({
        kind: 'number',
        name,
        label: word(limitWords, name),
        hint: `Vide : ${count(defaultLimits[name])}.`,
        group: 'Limites au-delà desquelles le hub refuse ou sonne',
      }),
    ),
  ];
}

/** As the API takes it; what was left empty is left to the hub. */
export function conventionIn(fields: Values): object {
  const { from, to, addresses, delegatedBy, exceptions = '', takeover } = fields;
  return {
    from,
    ...(to ? { to } : {}),
    purposes: ticked(fields, 'purposes'),
    categories: ticked(fields, 'categories'),
    territories: ticked(fields, 'territories'),
    addresses: wordsOf(addresses),
    delegatedBy: wordsOf(delegatedBy),
    exceptions: exceptionsIn(exceptions),
    dataSets: Object.keys(dataSetKinds).flatMap((kind) =>
      ticked(fields, files(kind)).map((purpose) => ({ kind, purpose })),
    ),
    takeover: takeover === 'on',
    limits: Object.fromEntries(limitNames.flatMap((name) => (fields[name] ? [[name, Number(fields[name])]] : []))),
  };
}

/** Of lines like `prf-direct 50`; what is no number is refused by the hub. */
function exceptionsIn(text: string): object {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(lines.flatMap(([name, number]) => (name ? [[name, Number(number)]] : [])));
}
