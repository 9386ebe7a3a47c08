export { importKairos } from './import/import-kairos.ts';
export { type KairosCandidates, kairosFollowing } from './simulator/show-echoes.ts';
export { simulateKairos } from './simulator/simulate-kairos.ts';
