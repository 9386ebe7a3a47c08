export * from './catalogue.ts';
export * from './envelope.ts';
export type * from './generated/events.ts';
export * from './refusals.ts';
