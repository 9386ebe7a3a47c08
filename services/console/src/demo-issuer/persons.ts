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
    ...{ does: 'Suivi des parcours et pilotage', trades: 'agent steering' },
  },
  {
    ...{ id: 'demo-france-travail', name: 'Dominique Bernard', clientId: 'france-travail' },
    ...{ does: 'Suivi des parcours', trades: 'agent' },
  },
  {
    ...{ id: 'demo-cep', name: 'Claude Petit', clientId: 'cep-operator' },
    ...{ does: 'Suivi des parcours', trades: 'agent' },
  },
  {
    ...{ id: 'demo-ministere', name: 'Alix Durand', clientId: 'ministry' },
    ...{ does: 'Pilotage', trades: 'steering' },
  },
  {
    ...{ id: 'demo-cdc', name: 'Maxime Leroy', clientId: 'cdc' },
    ...{ does: 'Suivi des parcours et pilotage', trades: 'agent steering' },
  },
  {
    ...{ id: 'demo-exploitant-1', name: 'Sacha Moreau', clientId: 'operator' },
    ...{ does: 'Exploitation', trades: 'operator' },
  },
  {
    ...{ id: 'demo-exploitant-2', name: 'Charlie Simon', clientId: 'operator' },
    ...{ does: 'Exploitation, à deux pour juger', trades: 'operator' },
  },
];
