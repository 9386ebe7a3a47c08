export { importKairos } from './adapters/import-kairos.ts';
export { nativeKinds } from './domain/native-kinds.ts';
export { extractColumns, extractRules, translateRow } from './domain/trainee-extract.ts';
export { translateRecord } from './domain/translate-record.ts';
export { tellAsKairos, writeRecord } from './simulator/tell-as-kairos.ts';
