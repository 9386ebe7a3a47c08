import { type KafkaSecurity, kafkaSaslMechanisms } from '@hub/platform';
import { z } from 'zod';

const file = z.string().min(1).optional();

/** How Kafka is spoken to: fields of the environment, each of which says what it does. */
export const kafkaSecurityFields = {
  HUB_KAFKA_TLS: z
    .enum(['off', 'on'])
    .default('off')
    .describe('`on`: Kafka is spoken to over TLS only, and its certificates are checked.'),
  HUB_KAFKA_TLS_CA_FILE: file.meta({
    description: "PEM file of the authorities that sign the brokers' certificates. Needs `HUB_KAFKA_TLS=on`.",
    byDefault: 'those of the system',
  }),
  HUB_KAFKA_TLS_CERT_FILE: file.meta({
    description: 'PEM file of the certificate that the hub shows, with its chain: mutual TLS.',
    byDefault: 'none',
  }),
  HUB_KAFKA_TLS_KEY_FILE: file.meta({
    description: 'PEM file of its private key, without a passphrase.',
    byDefault: 'none',
  }),
  HUB_KAFKA_SASL_MECHANISM: z.enum(kafkaSaslMechanisms).optional().meta({
    description: 'How the hub says to Kafka who it is.',
    byDefault: 'it does not',
  }),
  HUB_KAFKA_SASL_USERNAME: z.string().min(1).optional().meta({
    description: 'Name of the hub in Kafka: `plain` and `scram-…`.',
    byDefault: 'none',
  }),
  HUB_KAFKA_SASL_PASSWORD_FILE: file.meta({
    description: 'File of its password; a line end after it does not count. Read at the start.',
    byDefault: 'none',
  }),
  HUB_KAFKA_SASL_TOKEN_FILE: file.meta({
    description: 'File of the token of `oauthbearer`. Read anew at each authentication: replace it before it expires.',
    byDefault: 'none',
  }),
};

type Setting = keyof typeof kafkaSecurityFields;
type Given = { readonly [name in Setting]?: string | undefined };

const tlsFiles = ['HUB_KAFKA_TLS_CA_FILE', 'HUB_KAFKA_TLS_CERT_FILE', 'HUB_KAFKA_TLS_KEY_FILE'] as const;
const passwordSettings = ['HUB_KAFKA_SASL_USERNAME', 'HUB_KAFKA_SASL_PASSWORD_FILE'] as const;

/** What is missing or speaks against something else, each as a line that names the setting. */
export function kafkaSecurityProblems(given: Given): string[] {
  return [...tlsProblems(given), ...saslProblems(given)];
}

function tlsProblems(given: Given): string[] {
  const problems: string[] = [];
  if (given.HUB_KAFKA_TLS !== 'on')
    for (const name of tlsFiles) if (given[name] !== undefined) problems.push(`${name}: needs HUB_KAFKA_TLS=on`);
  const { HUB_KAFKA_TLS_CERT_FILE: cert, HUB_KAFKA_TLS_KEY_FILE: key } = given;
  if (cert !== undefined && key === undefined)
    problems.push('HUB_KAFKA_TLS_KEY_FILE: must be set with HUB_KAFKA_TLS_CERT_FILE');
  if (key !== undefined && cert === undefined)
    problems.push('HUB_KAFKA_TLS_CERT_FILE: must be set with HUB_KAFKA_TLS_KEY_FILE');
  return problems;
}

function saslProblems(given: Given): string[] {
  const mechanism = given.HUB_KAFKA_SASL_MECHANISM;
  const isToken = mechanism === 'oauthbearer';
  const wanted: readonly Setting[] =
    mechanism === undefined ? [] : isToken ? ['HUB_KAFKA_SASL_TOKEN_FILE'] : passwordSettings;
  const missing = wanted.filter((name) => given[name] === undefined);
  const unwanted = [...passwordSettings, 'HUB_KAFKA_SASL_TOKEN_FILE' as const].filter(
    (name) => given[name] !== undefined && !wanted.includes(name),
  );
  const why =
    mechanism === undefined ? 'needs HUB_KAFKA_SASL_MECHANISM' : `is not for HUB_KAFKA_SASL_MECHANISM=${mechanism}`;
  return [
    ...missing.map((name) => `${name}: must be set for HUB_KAFKA_SASL_MECHANISM=${mechanism}`),
    ...unwanted.map((name) => `${name}: ${why}`),
  ];
}

/** The settings as the log takes them; to be called where there are no problems. */
export function kafkaSecurity(given: Given): KafkaSecurity {
  const tls = {
    caFile: given.HUB_KAFKA_TLS_CA_FILE,
    certFile: given.HUB_KAFKA_TLS_CERT_FILE,
    keyFile: given.HUB_KAFKA_TLS_KEY_FILE,
  };
  const sasl = kafkaSasl(given);
  return { ...(given.HUB_KAFKA_TLS === 'on' && { tls }), ...(sasl && { sasl }) };
}

function kafkaSasl(given: Given): KafkaSecurity['sasl'] {
  const mechanism = kafkaSaslMechanisms.find((each) => each === given.HUB_KAFKA_SASL_MECHANISM);
  if (mechanism === undefined) return undefined;
  if (mechanism === 'oauthbearer') return { mechanism, tokenFile: given.HUB_KAFKA_SASL_TOKEN_FILE ?? '' };
  const username = given.HUB_KAFKA_SASL_USERNAME ?? '';
  return { mechanism, username, passwordFile: given.HUB_KAFKA_SASL_PASSWORD_FILE ?? '' };
}
