import { type Dictionary, loadDictionary, readRights, systemLabel } from '@hub/platform';
import type { Option } from '../frame/form-fields.ts';

/** French words by code. */
export type Words = Readonly<Record<string, string>>;

/** Jobs by what is done, whether it came to an end or not. */
export const jobKinds: Words = {
  rebuild: 'Reconstruction',
  comparison: 'Comparaison de versions',
  verification: 'Vérification des enregistrements',
  promotion: 'Don d’une version aux lecteurs',
  rollback: 'Retour à la version précédente',
  retirement: 'Retrait d’une version',
  'rule-trial': 'Essai d’une règle',
  'dictionary-check': 'Essai d’un dictionnaire',
  'registry-verification': 'Vérification du registre',
  'trace-verification': 'Vérification de la trace d’accès',
  'destroy-trainees': 'Destruction de données',
  'end-retention': 'Fin de conservation',
  'rewrap-keys': 'Remise des clés sous une autre époque',
  'rotate-pepper': 'Changement de poivre',
  'parked-retry': 'Reprise d’événements mis de côté',
  'parked-settlement': 'Classement d’événements mis de côté',
  statistics: 'Calcul des chiffres de pilotage',
  'data-set': 'Fabrication d’un fichier de la semaine',
};

export const jobStates: Words = {
  waiting: 'En attente',
  running: 'En cours',
  done: 'Terminé',
  failed: 'Échoué',
  cancelled: 'Annulé',
};

export const versionStates: Words = {
  active: 'Donnée aux lecteurs',
  ready: 'Prête',
  filling: 'En cours de remplissage',
  unfinished: 'Inachevée',
  verifying: 'Faite pour une vérification',
  left: 'Plus alimentée',
};

export const services: Words = {
  gateway: 'Prise des événements (gateway)',
  projector: 'Projection (projector)',
  query: 'Lecture (query)',
  dispatcher: 'Livraisons (dispatcher)',
  console: 'Pages (console)',
};

export const parkedReasons: Words = {
  'event-unreadable': 'Événement illisible',
  'fold-failed': 'Projection impossible',
  'row-refused': 'Ligne refusée par la base',
  'trainee-differs': 'Dossier d’une autre personne',
  'trainee-destroyed': 'Personne aux données détruites',
};

export const linkStates: Words = {
  review: 'À examiner',
  proposed: 'Proposé',
  joined: 'Rattachés',
  separated: 'Séparés',
};

export const organisationKinds: Words = {
  region: 'Région',
  opco: 'OPCO',
  'transitions-pro': 'Transitions Pro',
  agefiph: 'Agefiph',
  'france-travail': 'France Travail',
  'mission-locale': 'Mission locale',
  'cap-emploi': 'Cap emploi',
  'cep-operator': 'Opérateur du CEP',
  'pay-body': 'Organisme payeur',
  certifier: 'Certificateur',
  authority: 'Autorité',
  'hub-operator': 'Exploitant du hub',
  'system-only': 'Système sans droit de lecture propre',
};

export const webhookStates: Words = {
  active: 'Active',
  held: 'Retenue',
  failing: 'En échec',
  paused: 'En pause',
  suspended: 'Suspendue',
  gone: 'Abandonnée',
};

export const feeds: Words = {
  changes: 'Dossiers changés',
  'session-changes': 'Sessions changées',
  'event-changes': 'Suites des événements transmis',
  ping: 'Essai',
};

export const signIns: Words = { secret: 'secret', keys: 'clés', 'outside-issuer': 'émetteur extérieur' };

export const alarmKinds: Words = {
  'agent-persons': 'Personnes lues par un agent en une heure',
  'agent-listed': 'Personnes listées à un agent en une heure',
  'agent-misses': 'Recherches sans réponse d’un agent en une heure',
  'client-misses': 'Recherches sans réponse d’un client en un jour',
  'client-persons': 'Personnes lues par un client en un jour',
  'client-persons-28-days': 'Personnes lues par un client en 28 jours',
  'client-reads-after-line': 'Personnes déclarées puis lues dans la journée',
  'client-door-misses': 'Événements sur des numéros inconnus ou d’autrui',
  'client-agents': 'Agents nommés par un client',
  'organisation-persons': 'Personnes lues par un organisme en un jour',
  'organisation-persons-28-days': 'Personnes lues par un organisme en 28 jours',
  'organisation-new-persons': 'Personnes nouvelles déclarées par un organisme',
  'pair-persons-28-days': 'Personnes lues d’après ce qu’un autre organisme déclare',
  'pair-new-persons': 'Personnes déclarées le même jour par deux organismes',
  'exception-persons': 'Personnes lues par exception',
  'webhook-suspended': 'Webhook suspendu après des heures d’échec',
};

export const dataSetKinds: Words = { outcomes: 'Suites de formation', dossiers: 'Dossiers', employment: 'Emploi' };

/** Of what a reader may be given. */
export const categoryWords: Words = readRights().categories;

export const limitWords: Words = {
  agentPersonsAnHour: 'Personnes qu’un agent lit en une heure',
  agentListedAnHour: 'Personnes listées à un agent en une heure',
  personsADay: 'Personnes qu’un client lit en un jour',
  personsIn28Days: 'Personnes qu’un client lit en 28 jours',
  missesAnHour: 'Recherches sans réponse d’un agent en une heure',
  missesADay: 'Recherches sans réponse d’un client en un jour',
  readsAfterLineADay: 'Personnes déclarées puis lues le même jour',
  pairPersonsIn28Days: 'Personnes lues d’après un même autre organisme, en 28 jours',
  pairNewPersonsADay: 'dont déclarées le même jour par les deux',
  doorMissesADay: 'Événements sur des numéros inconnus ou d’autrui, en un jour',
  agentsADay: 'Agents qu’un client nomme en un jour',
  newPersonsADay: 'Personnes nouvelles déclarées en un jour',
  openingsADay: 'Périodes de CEP ou d’inscription ouvertes en un jour',
};

export const unitWords: Words = { days: 'jours', hours: 'heures', 'hours a day': 'heures par jour', percent: '%' };

export const causes: Words = {
  rules: 'Les règles ne sont pas les mêmes',
  code: 'Le programme n’est pas le même',
  event: 'Un événement manque à l’une des deux',
  unexplained: 'Sans explication : l’une des deux est abîmée',
};

/** Parts of the rules, as a comparison names them. */
export const ruleParts: Words = {
  anomalies: 'seuils d’anomalie',
  authority: 'table d’autorité',
  dayCount: 'décompte des jours',
  employmentMonths: 'mois d’emploi',
  expectations: 'délais',
  interruptionDaysMax: 'durée d’interruption',
};

export const subjects: Words = { dossier: 'dossier', session: 'session', trainee: 'personne' };

/** Words of the dictionary, which is read when the first page asks for one: not by every command that knows these pages. */
function ofDictionary(make: (dictionary: Dictionary) => Words): () => Words {
  let made: Words | undefined;
  return () => {
    made ??= make(loadDictionary());
    return made;
  };
}

/** Events by their titles; the newest version of one stands last. */
export const eventWords = ofDictionary(({ entries }) =>
  Object.fromEntries(entries.map(({ name, title }) => [name, title])),
);

export const topicWords = ofDictionary((dictionary) => codeWords(dictionary, 'topic'));
export const fundingWords = ofDictionary((dictionary) => codeWords(dictionary, 'funding'));
export const validatorWords = ofDictionary((dictionary) => codeWords(dictionary, 'validator'));

/** What is expected, by its label. */
export const expectationWords = ofDictionary(({ expectations }) =>
  Object.fromEntries(expectations.map(({ name, label }) => [name, label])),
);

/** What an anomaly says. */
export const anomalyWords = ofDictionary(({ rules }) =>
  Object.fromEntries(
    [...rules.values()].flatMap(({ code, kind, sentence }) => (kind === 'anomaly' ? [[code, sentence]] : [])),
  ),
);

/** What a source is called. */
export function sourceName(source: string): string {
  return systemLabel(loadDictionary(), source);
}

/** The word for a code; a code without one is shown as it is. */
export function word(words: Words, code: string): string {
  return (Object.hasOwn(words, code) && words[code]) || code;
}

export function optionsOf(words: Words, any?: string): Option[] {
  return [...(any === undefined ? [] : [['', any] as const]), ...Object.entries(words)];
}

/** Labels of a list of the dictionary by code. */
export function codeWords({ codes }: Dictionary, list: string): Words {
  const values = codes.find(({ name }) => name === list)?.values ?? [];
  return Object.fromEntries(values.map(({ code, label }) => [code, label]));
}
