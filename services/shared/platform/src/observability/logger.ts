import { maskNir } from '@hub/core';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const secretNames = ['authorization', 'clientSecret', 'client_secret', 'client_assertion', 'access_token', 'password'];

/**
 * A logger of JSON lines on standard output (or `destination`). Known secrets are redacted by name, and each finished
 * line is masked once more for anything of the shape of a NIR, since paths miss unknown places.
 * Requests are logged by route pattern: a raw URL may hold anything.
 */
export function createLogger(level: LogLevel, name: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    name,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]), censor: '[redacted]' },
    serializers: {
      req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
        method: request.method,
        route: request.routeOptions?.url,
      }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      err: describeError,
    },
    hooks: { streamWrite: maskNir },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What helps to find a fault. Errors of libraries carry whole connections and statements: nothing else is logged. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
