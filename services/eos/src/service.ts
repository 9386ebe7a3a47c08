export { importEos } from './import/import-eos.ts';
export { simulateEos } from './simulator/simulate-eos.ts';
