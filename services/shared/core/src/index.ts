export * from './errors.ts';
export * from './facts.ts';
export * from './log-event.ts';
export * from './ports/event-log.ts';
