/** Every code a HubError may carry. Never reused for another meaning. */
export type HubErrorCode =
  | 'configuration-invalid'
  | 'database-unavailable'
  | 'database-too-new'
  | 'database-too-old'
  | 'database-missing'
  | 'log-unavailable'
  | 'log-message-too-large'
  | 'log-settings-unsafe'
  | 'log-offset-out-of-range'
  | 'log-epoch-changed'
  | 'log-missing'
  | 'lease-lost'
  | 'projection-building'
  | 'projection-behind'
  | 'event-unreadable'
  | 'secrets-unusable'
  | 'key-missing'
  | 'backup-unusable'
  | 'sealed-block-damaged'
  | 'number-space-exhausted'
  | 'registry-behind-log'
  | 'registry-in-use'
  | 'partner-refused'
  | 'hub-unreachable'
  | 'hub-not-running'
  | 'source-unreadable'
  | 'source-undated'
  | 'tool-missing'
  | 'wrong-use'
  | 'consent-needed'
  | 'version-not-compared'
  | 'version-differs'
  | 'version-unexplained'
  | 'version-unfinished'
  | 'version-behind'
  | 'version-overtaken'
  | 'way-back-missing'
  | 'job-unfinished'
  | 'internal';

/** The one error class of the hub. Machinery reads `code` and `retryable` only; `message` says what to do. */
export class HubError extends Error {
  readonly code: HubErrorCode;
  readonly retryable: boolean;

  constructor(code: HubErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HubError';
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
