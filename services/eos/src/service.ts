export { importEos } from './import/import-eos.ts';
export { eosFollowing } from './simulator/open-files.ts';
export { simulateEos } from './simulator/simulate-eos.ts';
