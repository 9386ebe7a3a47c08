import { resolve } from 'node:path';
import { HubError } from '@hub/core';
import {
  isAddressRange,
  type KafkaSecurity,
  type LogLevel,
  logLevels,
  type ServerLimits,
  type TlsFiles,
} from '@hub/platform';
import { z } from 'zod';
import { kafkaSecurity, kafkaSecurityFields, kafkaSecurityProblems } from './kafka-settings.ts';

export const demoModes = ['full', 'partners', 'off'] as const;
export type DemoMode = (typeof demoModes)[number];

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const isLocal = (text: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
const secureUrl = url.refine(
  (text) => new URL(text).protocol === 'https:' || isLocal(text),
  'must be an https address, unless it is of this machine',
);
const publicUrl = secureUrl.refine(
  (text) => new URL(text).search === '' && new URL(text).hash === '',
  'must be an address without ? and #',
);
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgresql://user:password@host:5432/hub',
});
const brokers = z
  .string()
  .transform((list) => list.split(',').map((broker) => broker.trim()))
  .refine(
    (list) => list.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker)),
    'must be host:port, several separated by commas',
  );

const addresses = z
  .string()
  .transform((list) => list.split(',').map((each) => each.trim()))
  .refine(
    (list) => list.every(isAddressRange),
    'must be addresses like 10.0.0.0/8 or ::1, several separated by commas',
  );

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)
    .meta({ minimum: least, maximum: most });
}

/** What every process and command reads. Each field says what it does: docs/settings.md is made of it. */
export const environment = z.object({
  HUB_PORT: wholeNumber(0, 65_535).default(8400).describe('The port it answers on; 0 takes any free one.'),
  HUB_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address it listens on; `0.0.0.0` listens on every interface.'),
  HUB_TLS_CERT: z.string().min(1).optional().meta({
    description:
      'File (PEM) of the certificate that the hub answers with, and those between it and its authority; read anew when it changes. With `HUB_TLS_KEY`.',
    byDefault: 'HTTP, for a proxy with TLS in front of it',
  }),
  HUB_TLS_KEY: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'File (PEM) of its key.', byDefault: 'none, as without a certificate' }),
  HUB_TLS_CLIENT_CA: z.string().min(1).optional().meta({
    description: 'File (PEM) of the authorities of client certificates, to which tokens are bound; none is demanded.',
    byDefault: 'no client certificate is asked for',
  }),
  HUB_METRICS_PORT: wholeNumber(0, 65_535).optional().meta({
    description: 'A port of its own for `/metrics`, `/healthz` and `/readyz`, in HTTP and open to whoever reaches it.',
    byDefault: '`/metrics` is on `HUB_PORT`, for operators with a token',
  }),
  HUB_CONNECTIONS_PER_ADDRESS_MAX: wholeNumber(1, 100_000)
    .default(1_000)
    .describe('Connections that one address may have open; those of trusted proxies are not counted.'),
  HUB_IN_FLIGHT_PER_CLIENT_MAX: wholeNumber(1, 100_000)
    .default(256)
    .describe('Requests of one client that may be under way in a process; above it the answer is 429.'),
  HUB_TRUSTED_PROXIES: addresses.optional().meta({
    description:
      'Addresses (CIDR, several separated by commas) of the proxies in front of the hub: only what they forward is believed of `X-Forwarded-For`.',
    byDefault: 'none: the address of the connection is that of the caller',
  }),
  HUB_URL: url.optional().meta({
    description: 'For commands: the address of a distant hub.',
    byDefault: 'that of `run.json`',
  }),
  HUB_CLIENT_ID: z.string().min(1).optional().meta({
    description: 'For commands: the client that they sign in as, where `--client` names none.',
    byDefault: '`operator`, for what operators do',
  }),
  HUB_CLIENT_SECRET: z.string().optional().meta({
    description: 'For commands: the secret of the client that they sign in as (`--client`).',
    byDefault: 'that of `run.json`, for demo partners',
  }),
  HUB_CLIENT_KEY_FILE: z.string().min(1).optional().meta({
    description:
      'For commands: in the place of a secret, the private key (JWK, or PEM in PKCS #8) with which that client signs its assertions.',
    byDefault: 'none',
  }),
  HUB_PUBLIC_URL: publicUrl.optional().meta({
    description:
      'The address under which partners see this hub: issuer and audience of its tokens, the same for every process. https, unless it is of this machine.',
    byDefault: 'names that every hub has',
  }),
  HUB_TOKEN_ISSUER: url.optional().meta({
    description:
      'An issuer whose tokens (RFC 9068) are taken besides: for clients that are registered under their subject there. Needs `HUB_PUBLIC_URL`, their audience.',
    byDefault: 'none',
  }),
  HUB_TOKEN_JWKS_URL: secureUrl.optional().meta({
    description: 'Where the public keys of `HUB_TOKEN_ISSUER` are.',
    byDefault: 'none',
  }),
  HUB_DATA_DIR: z
    .string()
    .min(1)
    .default('.hub')
    .describe('Directory of `run.json`, the secrets, and the embedded database and log. One for each process.'),
  HUB_DATABASE_URL: postgresUrl.optional().meta({
    description: 'PostgreSQL 15 or later: registry, access, projection. The same for every process of one hub.',
    byDefault: 'an embedded PostgreSQL',
  }),
  HUB_KEYS_URL: postgresUrl.optional().meta({
    description: 'The key store: a database of its own, best on a server of its own with a role of its own.',
    byDefault: 'embedded: a database beside that of the hub; else a start needs it, or `HUB_KEYS_SHARED`',
  }),
  HUB_KEYS_SHARED: z.literal('accepted', 'must be "accepted"').optional().meta({
    description:
      '`accepted`: the keys may lie in the database of what they seal. Whoever copies that database then lacks the KEK alone.',
    byDefault: 'a start is refused there',
  }),
  HUB_KEK: z.string().optional().meta({
    description:
      'The KEK, instead of `kek` in the file of secrets and written as there: `{"current":1,"epochs":{"1":"…"}}`. For who keeps it elsewhere.',
    byDefault: 'that of the file',
  }),
  HUB_DATABASE_TIMEOUT_MS: wholeNumber(500, 600_000).optional().meta({
    description:
      'A statement that is not answered within this time is given up with its connection, in milliseconds; other bounds follow from it.',
    byDefault: '`20000`; embedded: `40000`, for it shares its machine with all else',
  }),
  HUB_KAFKA_BROKERS: brokers.optional().meta({
    description: '`host:port`, several separated by commas. Set: the log is Kafka.',
    byDefault: 'the embedded log',
  }),
  HUB_KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,64}$/, 'must be letters, digits, dots, dashes')
    .default('hub.')
    .describe('What the names of the topics begin with: several hubs may share a cluster.'),
  ...kafkaSecurityFields,
  HUB_KAFKA_REPLICATION_FACTOR: wholeNumber(1, 9).optional().meta({
    description:
      'Copies of each topic, the least that is taken. Without it: as the topics are, a warning where they could be more.',
    byDefault: 'for topics that are made: as many as there are brokers, at most 3',
  }),
  HUB_SLICES: wholeNumber(1, 1024)
    .default(32)
    .describe('Partitions of each topic; read when the log is created, and never changed.'),
  HUB_DAY_COUNT: z
    .enum(['calendar', 'working'])
    .optional()
    .meta({
      description:
        'How days of a deadline are counted; `working`: without Saturdays, Sundays and French public holidays. ' +
        'Another value than that of `schemas/rules.json` builds another version of the projection: `hub promote` it.',
      byDefault: 'as `schemas/rules.json` says: `calendar`',
    }),
  HUB_DATA_SETS_DIR: z.string().min(1).optional().meta({
    description:
      'Directory of the files of data sets: one that all query services share, where there are several. Some 500 bytes a line.',
    byDefault: '`$HUB_DATA_DIR/data-sets`',
  }),
  HUB_DATA_SETS_DAYS: wholeNumber(1, 366).default(30).describe('How long the file of a data set is kept.'),
  HUB_CONSOLE_STYLE: z.string().min(1).optional().meta({
    description:
      'File of a style sheet (CSS) for the pages, read at the start and sent after the hub’s own: a theme, such as one after the State’s design system where it may be used. Nothing from elsewhere: the pages’ policy refuses what it would load.',
    byDefault: 'the hub’s own theme',
  }),
  HUB_DEMO: z.enum(demoModes).optional().meta({
    description: '`full`: demo partners and simulated lives, told once; `partners`: demo partners, empty hub; `off`.',
    byDefault: '`full` on the embedded database, else `off`',
  }),
  HUB_SECRETS_FILE: z.string().min(1).optional().meta({
    description:
      'The keys that all processes of one hub share, readable by their owner alone. Back it up: without it, what is sealed is lost.',
    byDefault: '`$HUB_DATA_DIR/secrets.json`',
  }),
  LOG_LEVEL: z.enum(logLevels).optional().meta({
    description: 'Lines of JSON on standard output from this level up.',
    byDefault: '`info`; `warn` in the full demo',
  }),
});

export interface HubConfig {
  readonly port: number;
  readonly host: string;
  /** Absent: HTTP. */
  readonly tls: TlsFiles | undefined;
  /** Absent: `/metrics` is on `port`, for operators. */
  readonly metricsPort: number | undefined;
  readonly limits: Pick<ServerLimits, 'connectionsPerAddressMax' | 'inFlightPerClientMax'>;
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Where a distant hub answers; absent: the one of `run.json`. */
  readonly hubUrl: string | undefined;
  /** Of the client that a command signs in as. */
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly clientKeyFile: string | undefined;
  /** Where partners see this hub; absent: its tokens bear names that every hub has. */
  readonly publicUrl: string | undefined;
  /** Whose tokens are taken besides. */
  readonly outsideIssuer: { readonly issuer: string; readonly jwksUrl: string } | undefined;
  readonly dataDir: string;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly keysUrl: string | undefined;
  /** An operator accepts that the keys lie in the hub's own database. */
  readonly keysShared: boolean;
  /** In JSON; absent: in the file of secrets. */
  readonly kek: string | undefined;
  /** A statement that is not answered within this time is given up with its connection; other bounds follow from it. */
  readonly databaseTimeoutMs: number;
  /** Absent: the embedded log. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly kafkaTopicPrefix: string;
  /** Absent: as many as the cluster allows, at most three. */
  readonly kafkaReplicationFactor: number | undefined;
  readonly kafkaSecurity: KafkaSecurity;
  readonly slices: number;
  /** How days of a deadline are counted; absent: as `schemas/rules.json` says. */
  readonly dayCount: 'calendar' | 'working' | undefined;
  readonly dataSets: { readonly directory: string; readonly keptDays: number };
  /** File of a style sheet for the pages. */
  readonly consoleStyle: string | undefined;
  readonly demo: DemoMode;
  readonly secretsFile: string;
  readonly logLevel: LogLevel;
}

type TlsSettings = Readonly<Partial<Record<'HUB_TLS_CERT' | 'HUB_TLS_KEY' | 'HUB_TLS_CLIENT_CA', string | undefined>>>;

function tlsProblems({ HUB_TLS_CERT, HUB_TLS_KEY, HUB_TLS_CLIENT_CA }: TlsSettings): readonly string[] {
  if ((HUB_TLS_CERT === undefined) !== (HUB_TLS_KEY === undefined)) {
    return [
      `${HUB_TLS_CERT === undefined ? 'HUB_TLS_CERT' : 'HUB_TLS_KEY'}: is missing; certificate and key go together`,
    ];
  }
  if (HUB_TLS_CLIENT_CA === undefined || HUB_TLS_CERT !== undefined) return [];
  return ['HUB_TLS_CLIENT_CA: client certificates are shown to the hub itself, which needs HUB_TLS_CERT for it'];
}

function tlsFilesOf({ HUB_TLS_CERT, HUB_TLS_KEY, HUB_TLS_CLIENT_CA }: TlsSettings): TlsFiles | undefined {
  if (HUB_TLS_CERT === undefined || HUB_TLS_KEY === undefined) return undefined;
  return { certificate: HUB_TLS_CERT, key: HUB_TLS_KEY, clientAuthorities: HUB_TLS_CLIENT_CA ?? null };
}

/** Reads the environment; throws `configuration-invalid` with every problem named at once. */
export function readConfig(given: NodeJS.ProcessEnv): HubConfig {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...kafkaSecurityProblems(set),
    ...outsideIssuerProblems(set),
    ...tlsProblems(set),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new HubError(
      'configuration-invalid',
      `The environment holds values that the hub cannot use:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
  const values = parsed.data;
  const dataDir = resolve(values.HUB_DATA_DIR);
  const demo = values.HUB_DEMO ?? (values.HUB_DATABASE_URL === undefined ? 'full' : 'off');
  return Object.freeze({
    port: values.HUB_PORT,
    host: values.HUB_HOST,
    tls: tlsFilesOf(values),
    metricsPort: values.HUB_METRICS_PORT,
    limits: {
      connectionsPerAddressMax: values.HUB_CONNECTIONS_PER_ADDRESS_MAX,
      inFlightPerClientMax: values.HUB_IN_FLIGHT_PER_CLIENT_MAX,
    },
    trustedProxies: values.HUB_TRUSTED_PROXIES ?? [],
    hubUrl: values.HUB_URL,
    clientId: values.HUB_CLIENT_ID,
    clientSecret: values.HUB_CLIENT_SECRET,
    clientKeyFile: values.HUB_CLIENT_KEY_FILE,
    publicUrl: values.HUB_PUBLIC_URL,
    outsideIssuer: outsideIssuer(values),
    dataDir,
    databaseUrl: values.HUB_DATABASE_URL,
    keysUrl: values.HUB_KEYS_URL,
    keysShared: values.HUB_KEYS_SHARED !== undefined,
    kek: values.HUB_KEK,
    databaseTimeoutMs: values.HUB_DATABASE_TIMEOUT_MS ?? (values.HUB_DATABASE_URL === undefined ? 40_000 : 20_000),
    kafkaBrokers: values.HUB_KAFKA_BROKERS,
    kafkaTopicPrefix: values.HUB_KAFKA_TOPIC_PREFIX,
    kafkaReplicationFactor: values.HUB_KAFKA_REPLICATION_FACTOR,
    kafkaSecurity: kafkaSecurity(values),
    slices: values.HUB_SLICES,
    dayCount: values.HUB_DAY_COUNT,
    dataSets: {
      directory: resolve(values.HUB_DATA_SETS_DIR ?? resolve(dataDir, 'data-sets')),
      keptDays: values.HUB_DATA_SETS_DAYS,
    },
    consoleStyle: values.HUB_CONSOLE_STYLE,
    demo,
    secretsFile: values.HUB_SECRETS_FILE ?? resolve(dataDir, 'secrets.json'),
    // A line for each request would bury what the demo says to try.
    logLevel: values.LOG_LEVEL ?? (demo === 'full' ? 'warn' : 'info'),
  });
}

/** The three belong together: tokens of an outside issuer are for the address of this hub. */
function outsideIssuerProblems(set: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { HUB_TOKEN_ISSUER: issuer, HUB_TOKEN_JWKS_URL: jwksUrl, HUB_PUBLIC_URL: audience } = set;
  if (issuer === undefined)
    return jwksUrl === undefined ? [] : ['HUB_TOKEN_ISSUER: is missing beside HUB_TOKEN_JWKS_URL'];
  return [
    ...(jwksUrl === undefined ? ['HUB_TOKEN_JWKS_URL: is missing beside HUB_TOKEN_ISSUER'] : []),
    ...(audience === undefined ? ['HUB_PUBLIC_URL: is missing beside HUB_TOKEN_ISSUER'] : []),
  ];
}

function outsideIssuer(values: z.infer<typeof environment>): HubConfig['outsideIssuer'] {
  const { HUB_TOKEN_ISSUER: issuer, HUB_TOKEN_JWKS_URL: jwksUrl } = values;
  return issuer === undefined || jwksUrl === undefined ? undefined : { issuer, jwksUrl };
}
