export { importEos } from './adapters/import-eos.ts';
export { eosRules, translateObject } from './domain/translate-object.ts';
export { tellAsEos } from './simulator/tell-as-eos.ts';
