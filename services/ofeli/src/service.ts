export { importLheo, type LheoImport } from './adapters/import-lheo.ts';
export type { LheoBounds } from './adapters/lheo-reading.ts';
export { readLheo } from './adapters/read-lheo.ts';
export { lheoRules, type Outcome, type OutcomeRule, type Place } from './domain/outcome.ts';
export { translateFormation } from './domain/translate-formation.ts';
export { type InterruptionLine, translateInterruption } from './domain/translate-interruption.ts';
export {
  type OfferExport,
  type OfferSimulation,
  type SimulatedOffers,
  simulateOffers,
} from './simulator/simulate-offers.ts';
export { tellAsOfeli } from './simulator/tell-as-ofeli.ts';
