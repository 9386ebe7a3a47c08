import { eventWords, type Words, word } from '../operator-words.ts';

/** What operators do, by the code of the audit. What they report has the words of its event. */
export const auditWords: Words = {
  'alarm-acknowledged': 'Alarme acquittée',
  'client-added': 'Client ajouté',
  'client-revoked': 'Client révoqué',
  'client-rotated': 'Secret ou clés d’un client changés',
  'comparison-asked': 'Comparaison de versions demandée',
  'convention-added': 'Convention ajoutée',
  'convention-ended': 'Convention finie',
  'data-set-asked': 'Fichier de la semaine demandé',
  'destruction-asked': 'Destruction de données demandée',
  'dictionary-check-asked': 'Essai d’un dictionnaire demandé',
  'end-of-retention-asked': 'Fin de conservation demandée',
  'hold-lifted': 'Gel de données levé',
  'job-cancelled': 'Travail annulé',
  'kek-epoch-ended': 'Époque de la clé maîtresse finie',
  'operator-added': 'Exploitant ajouté à l’installation',
  'organisation-told': 'Organisme ajouté ou changé',
  'parked-retry-asked': 'Reprise d’événements mis de côté demandée',
  'parked-settlement-asked': 'Classement d’événements mis de côté demandé',
  'pepper-ended': 'Poivre fini',
  'pepper-rotation-asked': 'Changement de poivre demandé',
  'person-corrected': 'Personne corrigée',
  'promotion-asked': 'Don d’une version aux lecteurs demandé',
  'rebuild-asked': 'Reconstruction demandée',
  'registry-verification-asked': 'Vérification du registre demandée',
  'retirement-asked': 'Retrait d’une version demandé',
  'rewrap-asked': 'Remise des clés sous une autre époque demandée',
  'rollback-asked': 'Retour à la version précédente demandé',
  'rule-trial-asked': 'Essai d’une règle demandé',
  'statistics-asked': 'Chiffres de pilotage demandés',
  'statistics-told-anew': 'Mois de pilotage redits',
  'trace-held': 'Période de la trace gardée',
  'trace-hold-lifted': 'Gel de la trace levé',
  'trace-verified': 'Vérification de la trace demandée',
  'trainee-held': 'Données d’une personne gelées',
  'verification-asked': 'Vérification des enregistrements demandée',
  'version-promoted': 'Version donnée aux lecteurs',
  'version-retired': 'Version retirée',
  'version-rolled-back': 'Retour à la version précédente',
  'webhook-added': 'Webhook ajouté',
  'webhook-changed': 'Webhook changé',
  'webhook-paused': 'Webhook mis en pause',
  'webhook-pinged': 'Webhook essayé',
  'webhook-removed': 'Webhook supprimé',
  'webhook-replayed': 'Livraisons d’un webhook refaites',
  'webhook-resumed': 'Webhook repris',
  'webhook-rotated': 'Secret d’un webhook changé',
};

const subjectKinds: Words = {
  alarm: 'alarme',
  client: 'client',
  dictionary: 'dictionnaire',
  event: 'événement',
  job: 'travail',
  kek: 'époque de la clé maîtresse',
  organisation: 'organisme',
  parked: 'événements mis de côté',
  pepper: 'poivre',
  records: 'enregistrements',
  registry: 'registre',
  retention: 'conservation',
  rules: 'règles',
  session: 'session',
  statistics: 'chiffres de pilotage',
  trace: 'trace d’accès',
  trainee: 'personne',
  version: 'version',
  webhook: 'webhook',
};

/** In words; a code that has none is shown alone. */
export function doneSaid(what: string): string | null {
  const said = word({ ...eventWords(), ...auditWords }, what);
  return said === what ? null : said;
}

/** `organisation:130…` with the name of the organisation, `client:kairos` with what that is. */
export function subjectSaid(subject: string, organisations: Words): string | null {
  const [kind = '', name = ''] = subject.split(':');
  if (kind === 'organisation' && Object.hasOwn(organisations, name)) return word(organisations, name);
  return Object.hasOwn(subjectKinds, kind) ? word(subjectKinds, kind) : null;
}
