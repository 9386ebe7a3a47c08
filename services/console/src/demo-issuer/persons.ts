/** Somebody whom the demo lets one be: invented, of an organisation of the demo. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  /** What they do, as the page offers it. */
  readonly does: string;
  /** Of a demo partner whose organisation they act for. */
  readonly clientId: string;
  /** The claim `hub_trades`. */
  readonly trades: string;
}

export const demoPersons: readonly DemoPerson[] = [
  {
    ...{ id: 'demo-region', name: 'Camille Martin', clientId: 'region-centre-val-de-loire' },
    ...{ does: 'Agent de la Région, suivi des parcours et pilotage', trades: 'agent steering' },
  },
  {
    ...{ id: 'demo-france-travail', name: 'Dominique Bernard', clientId: 'france-travail' },
    ...{ does: 'Agent de France Travail, suivi des parcours', trades: 'agent' },
  },
  {
    ...{ id: 'demo-cep', name: 'Claude Petit', clientId: 'cep-operator' },
    ...{ does: 'Conseil en évolution professionnelle, suivi des parcours', trades: 'agent' },
  },
  {
    ...{ id: 'demo-ministere', name: 'Alix Durand', clientId: 'ministry' },
    ...{ does: 'Ministère, pilotage', trades: 'steering' },
  },
  {
    ...{ id: 'demo-cdc', name: 'Maxime Leroy', clientId: 'cdc' },
    ...{ does: 'Caisse des Dépôts, suivi des parcours et pilotage', trades: 'agent steering' },
  },
  {
    ...{ id: 'demo-exploitant-1', name: 'Sacha Moreau', clientId: 'operator' },
    ...{ does: 'Exploitation du hub', trades: 'operator' },
  },
  {
    ...{ id: 'demo-exploitant-2', name: 'Charlie Simon', clientId: 'operator' },
    ...{ does: 'Exploitation du hub (seconde personne : un rapprochement se juge à deux)', trades: 'operator' },
  },
];
