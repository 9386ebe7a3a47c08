import pino from 'pino';

/** Quiet unless LOG_LEVEL says otherwise. */
export const testLogger = pino({ level: process.env.LOG_LEVEL ?? 'silent', name: 'test' });
