export { importKairos } from './import/import-kairos.ts';
export { simulateKairos } from './simulator/simulate-kairos.ts';
