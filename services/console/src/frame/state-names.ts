type Names = Readonly<Record<string, string>>;

/** States of a dossier, of an attempt and of a stay (rules.md, 7 to 9): the dictionary names events, not what follows from them. */
export const states: Names = {
  removed: 'Retiré',
  declared: 'Annoncé, sans positionnement',
  positioned: 'Positionné',
  contacted: 'Contacté',
  appointed: 'Rendez-vous fixé',
  'appointment-cancelled': 'Rendez-vous annulé',
  present: 'Présent au rendez-vous',
  absent: 'Absent',
  retained: 'Retenu',
  'not-retained': 'Non retenu',
  refused: 'Refusé',
  waiting: 'En attente',
  'to-validate': 'Inscription à valider',
  registered: 'Inscrit',
  'not-registered': 'Non inscrit',
  withdrawn: 'Positionnement annulé',
  expected: 'Attendu',
  'absent-at-entry': 'Absent à l’entrée',
  entered: 'Entré',
  interrupted: 'Interrompu',
  exited: 'Sorti',
};

/** How sure a value is, in a word and in a sentence (rules.md, 5.3). */
export const standings: Readonly<Record<string, readonly [word: string, sentence: string]>> = {
  authoritative: ['Certain', 'Dit par la source qui fait autorité.'],
  unconfirmed: ['Provisoire', 'La source qui fait autorité n’a encore rien dit.'],
  'no-authority': ['Déclaré', 'Aucune source ne fait autorité pour cette information.'],
  contested: ['Contesté', 'Des sources se contredisent.'],
};

/** What became of a fact, in its record (rules.md, 4). */
export const factStates: Names = {
  live: 'Pris en compte',
  echo: 'Redit un autre événement',
  removed: 'Corrigé ou annulé',
  'set-aside': 'Mis de côté',
  superseded: 'Remplacé par une déclaration plus récente',
  variant: 'Autre contenu sous le même identifiant',
};

/** Operations of the access trace. */
export const operations: Names = {
  dossier: 'Dossier',
  path: 'Parcours',
  search: 'Recherche d’une personne',
  worked: 'Question sur l’emploi',
  rectification: 'Demande de rectification',
  dossiers: 'Liste de dossiers',
  movements: 'Liste de mouvements',
  remunerations: 'Liste de rémunérations',
  anomalies: 'Liste d’anomalies',
  expectations: 'Liste de ce qui est attendu',
  'anomaly-counts': 'Compte d’anomalies',
  'expectation-counts': 'Compte de ce qui est attendu',
  changes: 'Ce qui a changé',
  statistics: 'Statistiques',
  'data-set': 'Jeu de données',
  'trace-of': 'Recherche dans la trace',
};
