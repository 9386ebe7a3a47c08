export { importLheo, type LheoImport } from './import/import-lheo.ts';
export { simulateOfeli } from './simulator/simulate-ofeli.ts';
export {
  type OfferExport,
  type OfferSimulation,
  type SimulatedOffers,
  simulateOffers,
} from './simulator/simulate-offers.ts';
