import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { DCLinter } from 'dclint';
import { expect, test } from 'vitest';
import { closeAllMs } from '../../services/hub/src/start/closers.ts';
import { type ComposeService, readCompose } from '../support/compose-file.ts';

const passwords = { HUB_DATABASE_PASSWORD: 'of-the-database', HUB_KEYS_PASSWORD: 'of-the-keys' };
const files = ['docker-compose.yml', 'deploy/compose.three-brokers.yml'];
const { services } = readCompose('docker-compose.yml', passwords);
const ours = Object.entries(services).filter(([, service]) => service.build !== undefined);
const running = ours.filter(([, service]) => service.labels?.['org.open-training-hub.role'] === 'service');

/** The schema of the Compose specification, as its linter ships it. */
function composeValidator() {
  const file = resolve(createRequire(import.meta.url).resolve('dclint'), '../../schemas/compose.schema.json');
  const { $schema: _draft07, ...specification } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(specification);
}

test.each(files)('%s follows the Compose specification', (file) => {
  const validate = composeValidator();
  expect(validate(readCompose(file, passwords)), JSON.stringify(validate.errors)).toBe(true);
});

test('the check refuses a property that the specification does not know', () => {
  const planted = { services: { ...services, gateway: { ...services.gateway, commands: [] } } };
  expect(composeValidator()(planted)).toBe(false);
});

interface Lint {
  readonly line: number;
  readonly message: string;
}

test.each(files)('%s holds no fault that its linter knows', (file) => {
  const order = { 'service-keys-order': 0, 'top-level-properties-order': 0, 'require-quotes-in-ports': 0 } as const;
  const linter = new DCLinter({ rules: order, quiet: false, debug: false, exclude: [] });
  const found = linter.lintFiles([file], false).flatMap(({ messages }: { messages: readonly Lint[] }) => messages);
  expect(found.map(({ line, message }: Lint) => `${line}: ${message}`)).toEqual([]);
});

test('every container of others is pinned by its digest', () => {
  const images = Object.values(services).filter(({ build }) => build === undefined);
  expect(images).toHaveLength(4);
  for (const { image } of images) expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
});

test.each(Object.entries(services))(
  '%s has no more rights and no more of the machine than it needs',
  (_name, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.deploy?.resources.limits).toEqual({
      cpus: expect.any(String),
      memory: expect.stringMatching(/^\d+[mg]$/),
    });
    expect(service.labels?.['org.open-training-hub.role']).toMatch(/^(address|service|store|job)$/);
  },
);

test('each service of the hub has a container, a directory and ten seconds more than its close may take', () => {
  expect(running.map(([name]) => name)).toEqual(['console', 'dispatcher', 'gateway', 'projector', 'query']);
  for (const [name, service] of running) {
    expect(service.command).toEqual(['start', '--only', name]);
    // The projector opens nothing that is sealed.
    const secrets = name === 'projector' ? [] : ['secrets:/secrets:ro'];
    expect(service.volumes).toEqual([`${name}:/data`, ...secrets]);
    expect(Number.parseInt(service.stop_grace_period ?? '', 10) * 1_000).toBeGreaterThanOrEqual(closeAllMs + 10_000);
    expect(service.healthcheck?.test?.join(' ')).toContain('/readyz');
  }
});

test('what is read-only is all of ours, and what they write has a place', () => {
  for (const [name, { read_only, volumes = [], tmpfs = [] }] of ours) {
    expect(read_only, name).toBe(true);
    const places = [...volumes.map((volume) => volume.split(':')[1]), ...tmpfs.map((mount) => mount.split(':')[0])];
    expect(places, name).toEqual(expect.arrayContaining(['/data', '/tmp']));
  }
});

test('no service starts before the databases are migrated and, where it opens what is sealed, the secrets made', () => {
  const done = { condition: 'service_completed_successfully' };
  for (const [name, service] of running) {
    const secrets = name === 'projector' ? {} : { secrets: done };
    expect(service.depends_on, name).toMatchObject({ migrate: done, ...secrets });
  }
  const jobs = ours.filter(([, { labels }]) => labels?.['org.open-training-hub.role'] === 'job');
  expect(jobs.map(([name, { restart }]) => [name, restart])).toEqual([
    ['migrate', 'no'],
    ['secrets', 'no'],
  ]);
});

test('the key store is a server of its own, with a role, a password and a network of its own', () => {
  const [database, keys] = ['HUB_DATABASE_URL', 'HUB_KEYS_URL'].map(
    (name) => new URL(services.gateway?.environment?.[name] ?? ''),
  );
  expect([database?.hostname, database?.username, database?.password]).toEqual(['postgres', 'hub', 'of-the-database']);
  expect([keys?.hostname, keys?.username, keys?.password]).toEqual(['keys', 'hub_keys', 'of-the-keys']);
  expect(services.keys?.networks).toEqual(['keys']);
  const reachesKeys = (service: ComposeService) => service.networks?.includes('keys') === true;
  const reaching = Object.keys(services).filter((name) => reachesKeys(services[name] as ComposeService));
  expect(reaching).toEqual(['gateway', 'keys', 'migrate', 'query']);
  const told = ours.filter(([, { environment }]) => environment?.HUB_KEYS_URL !== undefined).map(([name]) => name);
  expect(told).toEqual(['gateway', 'migrate', 'query']);
  for (const name of told) expect(services[name]?.depends_on, name).toHaveProperty('keys');
  expect(services.projector?.depends_on).not.toHaveProperty('keys');
});

test('no password stands in the file, and without one nothing starts', () => {
  expect(() => readCompose('docker-compose.yml', {})).toThrow('see the head of docker-compose.yml');
  const given = ['postgres', 'keys'].map((name) => services[name]?.environment?.POSTGRES_PASSWORD);
  expect(given).toEqual([passwords.HUB_DATABASE_PASSWORD, passwords.HUB_KEYS_PASSWORD]);
  // Compose copies a secret of the environment into the container, which a read-only root refuses.
  for (const [name, { read_only, secrets }] of Object.entries(services)) {
    if (read_only === true) expect(secrets, name).toBeUndefined();
  }
});

test('with three brokers every service knows all of them, and two hold what is acknowledged', () => {
  const three = readCompose('deploy/compose.three-brokers.yml', passwords).services;
  const brokers = ['kafka', 'kafka-2', 'kafka-3'];
  expect(Object.keys(three)).toEqual(expect.arrayContaining(brokers));
  const voters = brokers.map((broker, index) => `${index + 1}@${broker}:9093`).join(',');
  for (const [index, broker] of brokers.entries()) {
    expect(three[broker]?.environment).toMatchObject({
      KAFKA_NODE_ID: String(index + 1),
      KAFKA_CONTROLLER_QUORUM_VOTERS: voters,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${broker}:9092`,
      KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
      KAFKA_MIN_INSYNC_REPLICAS: '2',
    });
  }
  for (const [name] of running) {
    expect(three[name]?.environment).toMatchObject({
      HUB_KAFKA_BROKERS: brokers.map((broker) => `${broker}:9092`).join(','),
      HUB_KAFKA_REPLICATION_FACTOR: '3',
    });
  }
});
