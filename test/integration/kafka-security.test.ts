import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '@hub/core';
import { type KafkaSecurity, kafkaClient, kafkaEventLog } from '@hub/platform';
import kafkajs from 'kafkajs';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../support/certificates.ts';
import { type KafkaCluster, kafkaCluster } from '../support/kafka-cluster.ts';

const authority = makeAuthority('Authority of the tests');
const stranger = makeAuthority('Nobody');
const hosts = ['127.0.0.1'];
const password = 'not-for-any-log';
let cluster: KafkaCluster;
let files: string;
const file = (name: string) => join(files, name);

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'hub-security-'));
  const client = issue({ name: 'hub', hosts: ['hub'] }, authority);
  await Promise.all([
    writeFile(file('ca.pem'), authority.certificate),
    writeFile(file('other-ca.pem'), stranger.certificate),
    writeFile(file('client.pem'), client.certificate),
    writeFile(file('client.key'), client.key),
    writeFile(file('other.key'), stranger.key),
    writeFile(file('password'), `${password}\n`),
    writeFile(file('wrong-password'), 'wrong'),
    writeFile(file('token'), unsecuredToken(3_600)),
    writeFile(file('old-token'), unsecuredToken(-60)),
    writeFile(file('empty'), '\n'),
    writeFile(file('text'), 'this is no certificate'),
  ]);
  cluster = await kafkaCluster({
    nodes: 1,
    listeners: {
      TLS: { protocol: 'SSL' },
      MUTUAL: { protocol: 'SSL' },
      EXPIRED: { protocol: 'SSL' },
      MISNAMED: { protocol: 'SSL' },
      SASLTLS: { protocol: 'SASL_SSL' },
      SASL: { protocol: 'SASL_PLAINTEXT' },
    },
    settings: brokerSettings,
    formatArguments: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=hub,password=${password}]`,
    ]),
  });
});

afterAll(async () => {
  await cluster?.dispose();
  await rm(files, { recursive: true, force: true });
});

async function brokerSettings(directory: string): Promise<Record<string, string>> {
  const settings: Record<string, string> = { 'ssl.truststore.type': 'PEM' };
  settings['authorizer.class.name'] = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
  settings['allow.everyone.if.no.acl.found'] = 'true';
  const trusted = join(directory, 'trusted.pem');
  await writeFile(trusted, authority.certificate);
  const identities = {
    tls: issue({ name: 'broker', hosts }, authority),
    mutual: issue({ name: 'broker', hosts }, authority),
    expired: issue({ name: 'broker', hosts, isExpired: true }, authority),
    misnamed: issue({ name: 'broker', hosts: ['elsewhere.example'] }, authority),
    sasltls: issue({ name: 'broker', hosts }, authority),
  };
  for (const [name, { certificate, key }] of Object.entries(identities)) {
    const store = join(directory, `${name}.pem`);
    await writeFile(store, `${key}${certificate}${authority.certificate}`);
    const listener = `listener.name.${name}`;
    settings[`${listener}.ssl.keystore.type`] = 'PEM';
    settings[`${listener}.ssl.keystore.location`] = store;
    settings[`${listener}.ssl.truststore.type`] = 'PEM';
    settings[`${listener}.ssl.truststore.location`] = trusted;
  }
  settings['listener.name.mutual.ssl.client.auth'] = 'required';
  const module = 'org.apache.kafka.common.security';
  settings['listener.name.sasltls.sasl.enabled.mechanisms'] = 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER';
  settings['listener.name.sasl.sasl.enabled.mechanisms'] = 'PLAIN';
  // Beyond ten seconds of this, kafkajs says again who it is on the connection that it has.
  settings['listener.name.sasl.plain.connections.max.reauth.ms'] = '10500';
  for (const listener of ['sasl', 'sasltls'])
    settings[`listener.name.${listener}.plain.sasl.jaas.config`] =
      `${module}.plain.PlainLoginModule required user_hub="${password}";`;
  for (const scram of ['scram-sha-256', 'scram-sha-512'])
    settings[`listener.name.sasltls.${scram}.sasl.jaas.config`] = `${module}.scram.ScramLoginModule required;`;
  settings['listener.name.sasltls.oauthbearer.sasl.jaas.config'] =
    `${module}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="hub";`;
  return settings;
}

/** What Kafka's own handler for tests takes: a JSON Web Token without a signature. */
function unsecuredToken(secondsLeft: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  return `${part({ alg: 'none' })}.${part({ sub: 'hub', iat: now - 120, exp: now + secondsLeft })}.`;
}

const lines: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
let logs = 0;

function openOn(listener: string, security: KafkaSecurity, openTimeoutMs = 10_000): Promise<EventLog> {
  logs += 1;
  const brokers = [listener.includes(':') ? listener : `127.0.0.1:${cluster.portOf(listener)}`];
  const own = { topicPrefix: `secure-${logs}.`, slices: 1, replicationFactor: 1 };
  return kafkaEventLog({ brokers, security, ...own, logger, openTimeoutMs });
}

const trust = () => ({ caFile: file('ca.pem') });
const named = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', secret = 'password') =>
  ({ mechanism, username: 'hub', passwordFile: file(secret) }) as const;
const token = (name = 'token') => ({ mechanism: 'oauthbearer', tokenFile: file(name) }) as const;

const ways: readonly [string, string, () => KafkaSecurity][] = [
  ['TLS', 'TLS', () => ({ tls: trust() })],
  ['mutual TLS', 'MUTUAL', () => ({ tls: { ...trust(), certFile: file('client.pem'), keyFile: file('client.key') } })],
  ['PLAIN without TLS', 'SASL', () => ({ sasl: named('plain') })],
  ['PLAIN', 'SASLTLS', () => ({ tls: trust(), sasl: named('plain') })],
  ['SCRAM-SHA-256', 'SASLTLS', () => ({ tls: trust(), sasl: named('scram-sha-256') })],
  ['SCRAM-SHA-512', 'SASLTLS', () => ({ tls: trust(), sasl: named('scram-sha-512') })],
  ['OAUTHBEARER', 'SASLTLS', () => ({ tls: trust(), sasl: token() })],
];

describe('what is set up right', () => {
  test.each(ways)('events are appended and read by %s', async (_name, listener, security) => {
    const log = await openOn(listener, security());
    await log.reach();
    const sent = Array.from({ length: 20 }, (_, n) => Buffer.from(`event ${n}`));
    const calls = sent.map((value) => log.append([{ topic: 'entry', key: 'k', value }]));
    await Promise.all(calls);
    const found: string[] = [];
    for await (const batch of log.read([{ topic: 'entry', slice: 0, offset: 0 }], AbortSignal.timeout(10_000))) {
      found.push(...batch.map((each) => each.value.toString()));
      if (found.length >= sent.length) break;
    }
    expect(found.toSorted()).toEqual(sent.map(String).toSorted());
    await log.close();
  });

  test('a session that ends is begun again on the connection that is there', async () => {
    const log = await openOn('SASL', { sasl: named('plain') });
    const started = Date.now();
    for (let n = 0; Date.now() - started < 2_000; n += 1)
      await log.append([{ topic: 'entry', key: `${n}`, value: Buffer.from('x') }]);
    await log.close();
  });
});

/** Refused at once: no retry would change it. */
const wrong: readonly [string, string, () => KafkaSecurity, RegExp][] = [
  [
    'an authority that we do not know',
    'TLS',
    () => ({ tls: { caFile: file('other-ca.pem') } }),
    /HUB_KAFKA_TLS_CA_FILE/,
  ],
  ['the authorities of the system alone', 'TLS', () => ({ tls: {} }), /HUB_KAFKA_TLS_CA_FILE/],
  ['a certificate that has expired', 'EXPIRED', () => ({ tls: trust() }), /expired.*[Rr]enew/],
  ['a certificate for another host', 'MISNAMED', () => ({ tls: trust() }), /HUB_KAFKA_BROKERS.*advertised\.listeners/],
  ['no certificate of ours where one is asked', 'MUTUAL', () => ({ tls: trust() }), /HUB_KAFKA_TLS_CERT_FILE/],
  ['no TLS where it is spoken', 'TLS', () => ({}), /HUB_KAFKA_TLS=on/],
  ['a wrong password', 'SASLTLS', () => ({ tls: trust(), sasl: named('plain', 'wrong-password') }), /HUB_KAFKA_SASL_/],
  [
    'a wrong password (SCRAM)',
    'SASLTLS',
    () => ({ tls: trust(), sasl: named('scram-sha-512', 'wrong-password') }),
    /SASL_/,
  ],
  [
    'a token that has expired',
    'SASLTLS',
    () => ({ tls: trust(), sasl: token('old-token') }),
    /does not take the token/,
  ],
  ['a mechanism that is not there', 'SASL', () => ({ sasl: named('scram-sha-256') }), /HUB_KAFKA_SASL_MECHANISM/],
  ['SASL where none is asked', 'PLAINTEXT', () => ({ sasl: named('plain') }), /HUB_KAFKA_SASL_MECHANISM/],
];

/** Kafka forbids what is not among the rights on a topic, once there are any. */
async function allowAllButReading(topic: string): Promise<void> {
  const brokers = [`127.0.0.1:${cluster.portOf('PLAINTEXT')}`];
  const admin = kafkaClient({ brokers, clientId: 'test', logger }).admin();
  await admin.connect();
  const { DESCRIBE, DESCRIBE_CONFIGS, WRITE } = kafkajs.AclOperationTypes;
  await admin.createAcls({
    acl: [DESCRIBE, DESCRIBE_CONFIGS, WRITE].map((operation) => ({
      resourceType: kafkajs.AclResourceTypes.TOPIC,
      resourceName: topic,
      resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
      principal: 'User:hub',
      host: '*',
      operation,
      permissionType: kafkajs.AclPermissionTypes.ALLOW,
    })),
  });
  await admin.disconnect();
}

describe('what is set up wrong', () => {
  test.each(wrong)('%s is refused in seconds, with what to do', async (_name, listener, security, remedy) => {
    const started = performance.now();
    const refusal = await openOn(listener, security()).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'configuration-invalid', retryable: false });
    expect(refusal.message).toMatch(remedy);
    expect(performance.now() - started).toBeLessThan(9_000);
  });

  test('a right that is missing is named in seconds, where it is asked for the first time', async () => {
    const brokers = [`127.0.0.1:${cluster.portOf('SASL')}`];
    const options = { brokers, security: { sasl: named('plain') }, topicPrefix: 'forbidden.', slices: 1, logger };
    await (await kafkaEventLog(options)).close();
    await allowAllButReading('forbidden.log');
    const started = performance.now();
    const refusal = await kafkaEventLog({ ...options, openTimeoutMs: 15_000 }).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'configuration-invalid', retryable: false });
    expect(refusal.message).toMatch(/Read and Write on the topics of HUB_KAFKA_TOPIC_PREFIX/);
    expect(performance.now() - started).toBeLessThan(9_000);
  });

  test.concurrent.each<[string, () => Promise<EventLog>, RegExp]>([
    ['TLS at a port without', () => openOn('PLAINTEXT', { tls: trust() }, 3_000), /HUB_KAFKA_TLS=off/],
    ['no SASL where it is asked', () => openOn('SASL', {}, 4_000), /HUB_KAFKA_SASL_MECHANISM/],
    ['nobody at the address', () => openOn('127.0.0.1:1', {}, 3_000), /HUB_KAFKA_BROKERS/],
    ['a broker that accepts and answers nothing', () => silently((at) => openOn(at, {}, 3_000)), /HUB_KAFKA_BROKERS/],
    ['the same in TLS', () => silently((at) => openOn(at, { tls: trust() }, 4_000)), /HUB_KAFKA_BROKERS/],
  ])('%s ends within the time set, as unavailable', async (_name, opening, remedy) => {
    const started = performance.now();
    const refusal = await opening().catch((error) => error);
    expect(refusal).toMatchObject({ code: 'log-unavailable', retryable: true });
    expect(refusal.message).toMatch(remedy);
    expect(performance.now() - started).toBeLessThan(6_000);
  });

  test('a silent broker and one that is away do no harm among good ones', async () => {
    await silently(async (silent) => {
      const brokers = [silent, '127.0.0.1:1', `127.0.0.1:${cluster.portOf('PLAINTEXT')}`];
      const log = await kafkaEventLog({ brokers, topicPrefix: 'good.', slices: 1, replicationFactor: 1, logger });
      await log.append([{ topic: 'entry', key: 'k', value: Buffer.from('x') }]);
      await log.reach();
      await log.close();
    });
  });

  test('files that cannot be used are named all at once, without what they hold', async () => {
    const tls = { caFile: file('text'), certFile: file('empty'), keyFile: file('not-there') };
    const opening = openOn('TLS', { tls, sasl: named('plain', 'empty') });
    const refusal = await opening.catch((error) => error);
    expect(refusal.code).toBe('configuration-invalid');
    for (const problem of [
      /CA_FILE: .*no certificate/,
      /CERT_FILE: .*empty/,
      /KEY_FILE: .*not there/,
      /PASSWORD_FILE: .*empty/,
    ])
      expect(refusal.message).toMatch(problem);
    expect(refusal.message).not.toContain('this is no certificate');
    const unlike = { ...trust(), certFile: file('client.pem'), keyFile: file('other.key') };
    await expect(openOn('TLS', { tls: unlike })).rejects.toThrow(/key must be that of the certificate/);
  });
});

test('no password and no token stands in a log line, and SASL without TLS is warned of', () => {
  const text = lines.join('\n');
  expect(text).toContain('Set HUB_KAFKA_TLS=on.');
  expect(text).not.toContain(password);
  expect(text).not.toContain(unsecuredToken(3_600).slice(0, 40));
});

/** An address that accepts connections and says nothing. */
async function silently<T>(work: (address: string) => Promise<T>): Promise<T> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}
