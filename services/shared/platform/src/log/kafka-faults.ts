import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';

/** What an error of kafkajs means for who runs the hub. */
interface KafkaFault {
  /** `settings`: asking again changes nothing. */
  readonly kind: 'settings' | 'away';
  readonly message: string;
}

interface ForeignError {
  readonly name?: string;
  readonly message?: string;
  /** Of Node or OpenSSL. */
  readonly code?: unknown;
  /** Of Kafka's protocol. */
  readonly type?: unknown;
  readonly broker?: string;
  readonly cause?: unknown;
}

/** An error of kafkajs as ours: retryable `log-unavailable`, whatever it is. A `HubError` stays as it is. */
export function logUnavailable(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError('log-unavailable', describeFault(error).message, { retryable: true, cause: error });
}

/** The same at a start, which is the time to refuse what settings will not let pass: `configuration-invalid`. */
export function logUnopened(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const { kind, message } = describeFault(error);
  if (kind === 'settings') return new HubError('configuration-invalid', message, { cause: error });
  return new HubError('log-unavailable', message, { retryable: true, cause: error });
}

function describeFault(error: unknown): KafkaFault {
  const causes = causesOf(error);
  const broker = causes.find((cause) => cause.broker !== undefined)?.broker;
  const who = broker === undefined ? 'Kafka' : `Kafka at ${broker}`;
  for (const cause of causes) {
    const remedy = settingsRemedy(cause);
    if (remedy !== undefined)
      return { kind: 'settings', message: `${who} cannot be used: ${tidy(cause.message)}. ${remedy}` };
  }
  const reason = tidy(causes.at(-1)?.message);
  return { kind: 'away', message: `${who} did not take or give what was asked: ${reason}. ${awayRemedy(causes)}` };
}

/** Of OpenSSL's `00E8…:error:0A000412:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:…c:918:…` the part that says something. */
function tidy(message = 'unknown'): string {
  return message.replace(/\b\w+:error:\w+:[^:]*:[^:]*:([^:]*):[\s\S]*/, '$1').trim();
}

function causesOf(error: unknown): ForeignError[] {
  const causes: (ForeignError & Error)[] = [];
  let each: unknown = error;
  while (each instanceof Error && causes.length < 10) {
    causes.push(each);
    // Of topics that were not created, kafkajs gives a list.
    each = each.cause ?? (each as Partial<AggregateError>).errors?.[0];
  }
  return causes;
}

const certificateCodes =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/;

const remedies: readonly { readonly fits: (error: ForeignError) => boolean; readonly remedy: string }[] = [
  {
    fits: ({ code }) => code === 'ERR_TLS_CERT_ALTNAME_INVALID',
    remedy: 'Name the brokers in HUB_KAFKA_BROKERS, and in advertised.listeners, as their certificates do.',
  },
  {
    fits: ({ code }) => code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID',
    remedy: "Renew the broker's certificate, or set this machine's clock right.",
  },
  {
    fits: ({ code }) => certificateCodes.test(String(code)),
    remedy: "Set HUB_KAFKA_TLS_CA_FILE to the certificate of the authority that signed the broker's.",
  },
  {
    fits: ({ code }) => code === 'BROKER_SPEAKS_TLS',
    remedy: 'Set HUB_KAFKA_TLS=on, or name a port without TLS in HUB_KAFKA_BROKERS.',
  },
  {
    fits: ({ code }) => /^ERR_SSL_.*ALERT/.test(String(code)),
    remedy:
      'The broker refuses our side of TLS: set HUB_KAFKA_TLS_CERT_FILE and HUB_KAFKA_TLS_KEY_FILE to a certificate it believes.',
  },
  {
    fits: ({ code }) => code === 'EPROTO' || String(code).startsWith('ERR_SSL_'),
    remedy: 'What answers there does not speak TLS as Kafka does: check HUB_KAFKA_BROKERS and HUB_KAFKA_TLS.',
  },
  {
    fits: ({ type, message }) =>
      type === 'UNSUPPORTED_SASL_MECHANISM' || /mechanism is not supported/.test(message ?? ''),
    remedy: 'Set HUB_KAFKA_SASL_MECHANISM to one that this listener of the broker has.',
  },
  {
    fits: ({ type }) => type === 'ILLEGAL_SASL_STATE',
    remedy: 'This listener asks for no SASL: leave HUB_KAFKA_SASL_MECHANISM empty, or name another port.',
  },
  {
    fits: ({ name, type }) => name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED',
    remedy: 'Check HUB_KAFKA_SASL_MECHANISM, HUB_KAFKA_SASL_USERNAME and the file of the password or token.',
  },
  {
    fits: ({ type }) => /^\w+_AUTHORIZATION_FAILED$/.test(String(type)),
    remedy:
      'Kafka knows us and forbids it: give this user Describe, DescribeConfigs, Create, Read and Write on the topics of HUB_KAFKA_TOPIC_PREFIX.',
  },
];

function settingsRemedy(error: ForeignError): string | undefined {
  return remedies.find(({ fits }) => fits(error))?.remedy;
}

/** What may pass by itself, and may be a wrong setting too. */
function awayRemedy(causes: readonly ForeignError[]): string {
  if (causes.some(({ message }) => /before secure TLS connection/.test(message ?? '')))
    return 'It closes the connection when TLS begins: if this port has no TLS, set HUB_KAFKA_TLS=off or name the one that has.';
  if (causes.some(({ name }) => name === 'KafkaJSConnectionClosedError'))
    return 'It closes the connection when asked: it may be stopping, or ask for SASL (HUB_KAFKA_SASL_MECHANISM).';
  return 'Check that the brokers of HUB_KAFKA_BROKERS run, and that this machine reaches them.';
}

/** kafkajs gives up at once where a broker does not know yet what it has just been made the leader of. */
export async function retrying<T>(forMs: number, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + forMs; ; await delay(100)) {
    try {
      return await work();
    } catch (error) {
      const { retriable, type } = error as { retriable?: boolean; type?: unknown };
      // What a broker answered, that is; where none does, whoever asks knows better how long to go on.
      if (type === undefined || retriable !== true || Date.now() > deadline) throw error;
    }
  }
}
