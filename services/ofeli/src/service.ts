export { type InterruptionsImport, importInterruptions } from './adapters/import-interruptions.ts';
export { importLheo, type LheoImport } from './adapters/import-lheo.ts';
export type { LheoBounds } from './adapters/lheo-reading.ts';
export type { Sources } from './adapters/open-sources.ts';
export { readLheo } from './adapters/read-lheo.ts';
export { type RejectsFile, rejectLine, rejectsFile } from './adapters/write-rejects.ts';
export type { ImportOptions, ImportProgress, ImportResult, Tell, TellAnswer } from './app/import-source.ts';
export { type Outcome, type OutcomeRule, type Place, ruleLabels } from './domain/outcome.ts';
export { type PlacedEvent, translateFormation } from './domain/translate-formation.ts';
export { type InterruptionLine, translateInterruption } from './domain/translate-interruption.ts';
export {
  type OfferExport,
  type OfferSimulation,
  type SimulatedOffers,
  simulateOffers,
} from './simulator/simulate-offers.ts';
export { tellAsOfeli } from './simulator/tell-as-ofeli.ts';
