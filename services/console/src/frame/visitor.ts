/** What a person came to do; it says which pages are offered. Rights are those of the organisation, whatever the trade. */
export const trades = ['agent', 'steering', 'operator'] as const;
export type Trade = (typeof trades)[number];

/** A person who has signed in. */
export interface Visitor {
  /** As the issuer says it; shown to the person alone. */
  readonly name: string;
  /** 14 digits, of the organisation for which the person acts. */
  readonly siret: string;
  readonly organisation: string;
  readonly trades: readonly Trade[];
  /** `Hub-Agent`: a pseudonym of who the issuer says it is. */
  readonly agent: string;
  /** `Hub-Purpose`, asked for once; null: not yet. */
  readonly purpose: string | null;
}

/** Where each trade begins. */
export const tradePaths: Readonly<Record<Trade, string>> = {
  agent: '/console/agent',
  steering: '/console/pilotage',
  operator: '/console/exploitation',
};

/** In French, as the pages name them. */
export const tradeNames: Readonly<Record<Trade, string>> = {
  agent: 'Suivi des parcours',
  steering: 'Pilotage',
  operator: 'Exploitation',
};
