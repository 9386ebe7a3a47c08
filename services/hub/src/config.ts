import { resolve } from 'node:path';
import { HubError } from '@hub/core';
import { type KafkaSecurity, type LogLevel, logLevels } from '@hub/platform';
import { z } from 'zod';
import { kafkaSecurity, kafkaSecurityFields, kafkaSecurityProblems } from './kafka-settings.ts';

export const demoModes = ['full', 'partners', 'off'] as const;
export type DemoMode = (typeof demoModes)[number];

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
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

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);
}

const schema = z.object({
  HUB_PORT: wholeNumber(0, 65_535).default(8400),
  HUB_HOST: z.string().min(1).default('127.0.0.1'),
  HUB_URL: url.optional(),
  HUB_DATA_DIR: z.string().min(1).default('.hub'),
  HUB_DATABASE_URL: postgresUrl.optional(),
  HUB_KEYS_URL: postgresUrl.optional(),
  HUB_DATABASE_TIMEOUT_MS: wholeNumber(500, 600_000).default(20_000),
  HUB_KAFKA_BROKERS: brokers.optional(),
  HUB_KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,64}$/, 'must be letters, digits, dots, dashes')
    .default('hub.'),
  ...kafkaSecurityFields,
  HUB_KAFKA_REPLICATION_FACTOR: wholeNumber(1, 9).optional().meta({
    description:
      'Copies of each topic, the least that is taken. Without it: as the topics are, a warning where they could be more.',
    byDefault: 'for topics that are made: as many as there are brokers, at most 3',
  }),
  HUB_SLICES: wholeNumber(1, 1024).default(32),
  HUB_DAY_COUNT: z.enum(['calendar', 'working']).optional(),
  HUB_DEMO: z.enum(demoModes).optional(),
  HUB_SECRETS_FILE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(logLevels).optional(),
});

export interface HubConfig {
  readonly port: number;
  readonly host: string;
  /** Where a distant hub answers; absent: the one of `run.json`. */
  readonly hubUrl: string | undefined;
  readonly dataDir: string;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly keysUrl: string | undefined;
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
  readonly demo: DemoMode;
  readonly secretsFile: string;
  readonly logLevel: LogLevel;
}

/** Reads the environment; throws `configuration-invalid` with every problem named at once. */
export function readConfig(environment: NodeJS.ProcessEnv): HubConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...kafkaSecurityProblems(set),
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
    hubUrl: values.HUB_URL,
    dataDir,
    databaseUrl: values.HUB_DATABASE_URL,
    keysUrl: values.HUB_KEYS_URL ?? values.HUB_DATABASE_URL,
    databaseTimeoutMs: values.HUB_DATABASE_TIMEOUT_MS,
    kafkaBrokers: values.HUB_KAFKA_BROKERS,
    kafkaTopicPrefix: values.HUB_KAFKA_TOPIC_PREFIX,
    kafkaReplicationFactor: values.HUB_KAFKA_REPLICATION_FACTOR,
    kafkaSecurity: kafkaSecurity(values),
    slices: values.HUB_SLICES,
    dayCount: values.HUB_DAY_COUNT,
    demo,
    secretsFile: values.HUB_SECRETS_FILE ?? resolve(dataDir, 'secrets.json'),
    // A line for each request would bury what the demo says to try.
    logLevel: values.LOG_LEVEL ?? (demo === 'full' ? 'warn' : 'info'),
  });
}
