export * from './calendar.ts';
export * from './people.ts';
export * from './random.ts';
export * from './sessions.ts';
