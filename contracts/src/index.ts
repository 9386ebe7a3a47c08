export * from './catalogue.ts';
export * from './envelope.ts';
export type * from './generated/log-data.ts';
export * from './refusals.ts';
export * from './systems.ts';
