import { type Html, html } from '@hub/platform';
import { day, instant } from '../frame/parts.ts';
import { standings, states } from '../frame/state-names.ts';
import {
  anomalyWords,
  expectationWords,
  fundingWords,
  sourceName,
  validatorWords,
  type Words,
  word,
} from './operator-words.ts';

/** Members of a record, as the API names them. */
const members: Words = {
  about: 'à propos de',
  abandonment: 'abandon',
  absence: 'absence',
  absences: 'absences',
  anomalies: 'anomalie',
  appointment: 'rendez-vous',
  attempts: 'positionnement',
  attendance: 'assiduité',
  blockages: 'blocage de la rémunération',
  changesState: 'change l’état',
  clock: 'date qui compte',
  code: 'laquelle',
  columns: 'pour la recherche',
  confirmedBy: 'confirmé par',
  contacted: 'prise de contact',
  contestedBy: 'contesté par',
  date: 'date',
  days: 'jours',
  dueBy: 'attendu pour le',
  effectiveDate: 'date d’effet',
  enrolment: 'inscription',
  entry: 'entrée',
  eventId: 'événement',
  exit: 'sortie',
  expectations: 'information attendue',
  facts: 'd’après',
  financing: 'financement',
  found: 'trouvée',
  from: 'du',
  funding: 'financement',
  hours: 'heures',
  interruptions: 'interruption',
  invoices: 'facture',
  kind: 'nature',
  modules: 'module',
  month: 'mois',
  name: 'nom',
  of: 'de quoi',
  period: 'période',
  plan: 'plan',
  positioned: 'positionnement',
  presence: 'présence',
  provisional: 'provisoire',
  quotes: 'devis',
  receivedAt: 'reçu',
  recordedAt: 'enregistré',
  regime: 'régime',
  remuneration: 'rémunération',
  resumedOn: 'repris le',
  resumptions: 'reprise',
  row: 'ligne de la table d’autorité',
  selection: 'résultat',
  session: 'session',
  severity: 'gravité',
  since: 'depuis',
  source: 'source',
  standing: 'certitude',
  state: 'état',
  status: 'état',
  stays: 'période de formation',
  to: 'au',
  training: 'formation',
  trainingRefs: 'formation',
  validation: 'validation',
  validator: 'valideur',
  value: 'valeur',
  what: 'quoi',
  wholePath: 'parcours complet',
  withdrawal: 'annulation',
};

/** `/stays/0/entry`, `expectations.*.dueBy`: in words as far as there are some, with the path as the API has it. */
export function fieldSaid(path: string): Html {
  return html`${wordsOfPath(path)} <code class="quiet">${path}</code>`;
}

function wordsOfPath(path: string): string {
  const steps = path.split(/[./]/).filter((step) => step !== '' && step !== '*');
  return steps.map((step) => (/^\d+$/.test(step) ? `n° ${Number(step) + 1}` : word(members, step))).join(', ');
}

const severities: Words = { info: 'information', warning: 'alerte', error: 'erreur' };
const standingWords: Words = Object.fromEntries(Object.entries(standings).map(([code, [said]]) => [code, said]));

/** What is known of values by the last member of their path. */
const valueWords: Readonly<Record<string, () => Words>> = {
  code: anomalyWords,
  funding: fundingWords,
  severity: () => severities,
  standing: () => standingWords,
  state: () => states,
  status: () => states,
  validator: validatorWords,
  what: expectationWords,
};

/** A value of a record in words; one that has none is shown as it is. */
export function valueSaid(path: string, value: unknown): Html {
  if (value == null) return html`<span class="quiet">absent</span>`;
  if (typeof value === 'boolean') return html`${value ? 'oui' : 'non'}`;
  if (typeof value !== 'string') return html`<code>${JSON.stringify(value)}</code>`;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return html`${day(value)}`;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return html`${instant(value)}`;
  const member = path.split(/[./]/).at(-1) ?? '';
  if (member === 'source') return html`${sourceName(value)}`;
  const words = valueWords[member]?.() ?? {};
  return Object.hasOwn(words, value) ? html`${word(words, value)}` : html`<code>${value}</code>`;
}
