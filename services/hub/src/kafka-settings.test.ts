import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const tls = { HUB_KAFKA_TLS: 'on', HUB_KAFKA_TLS_CA_FILE: '/ca.pem' };
const plain = { HUB_KAFKA_SASL_USERNAME: 'hub', HUB_KAFKA_SASL_PASSWORD_FILE: '/password' };

describe('how Kafka is spoken to', () => {
  it('is without TLS and SASL where nothing is set, and takes empty values for none', () => {
    expect(readConfig({}).kafkaSecurity).toEqual({});
    expect(readConfig({ HUB_KAFKA_TLS: 'off', HUB_KAFKA_SASL_MECHANISM: '' }).kafkaSecurity).toEqual({});
    expect(readConfig({}).kafkaReplicationFactor).toBeUndefined();
  });

  it('has the files that each way needs', () => {
    expect(readConfig(tls).kafkaSecurity).toEqual({ tls: { caFile: '/ca.pem' } });
    const mutual = { ...tls, HUB_KAFKA_TLS_CERT_FILE: '/hub.pem', HUB_KAFKA_TLS_KEY_FILE: '/hub.key' };
    expect(readConfig(mutual).kafkaSecurity.tls).toEqual({
      caFile: '/ca.pem',
      certFile: '/hub.pem',
      keyFile: '/hub.key',
    });
    for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'])
      expect(readConfig({ ...tls, ...plain, HUB_KAFKA_SASL_MECHANISM: mechanism }).kafkaSecurity.sasl).toEqual({
        mechanism,
        username: 'hub',
        passwordFile: '/password',
      });
    const token = { HUB_KAFKA_SASL_MECHANISM: 'oauthbearer', HUB_KAFKA_SASL_TOKEN_FILE: '/token' };
    expect(readConfig(token).kafkaSecurity).toEqual({ sasl: { mechanism: 'oauthbearer', tokenFile: '/token' } });
  });

  const refused: [string, Record<string, string>, RegExp[]][] = [
    ['files without TLS', { HUB_KAFKA_TLS_CA_FILE: '/ca.pem' }, [/TLS_CA_FILE: needs HUB_KAFKA_TLS=on/]],
    ['files with TLS off', { ...tls, HUB_KAFKA_TLS: 'off' }, [/TLS_CA_FILE: needs HUB_KAFKA_TLS=on/]],
    ['a certificate without its key', { ...tls, HUB_KAFKA_TLS_CERT_FILE: '/c' }, [/TLS_KEY_FILE: must be set/]],
    ['a key without its certificate', { ...tls, HUB_KAFKA_TLS_KEY_FILE: '/k' }, [/TLS_CERT_FILE: must be set/]],
    ['a name without a mechanism', plain, [/USERNAME: needs HUB_KAFKA_SASL_MECHANISM/, /PASSWORD_FILE: needs/]],
    [
      'a mechanism alone',
      { HUB_KAFKA_SASL_MECHANISM: 'plain' },
      [/USERNAME: must be set/, /PASSWORD_FILE: must be set/],
    ],
    [
      'a password for a token',
      { HUB_KAFKA_SASL_MECHANISM: 'oauthbearer', ...plain },
      [/TOKEN_FILE: must be/, /USERNAME: is not for/],
    ],
    [
      'everything at once, with a port that is none',
      { HUB_KAFKA_SASL_MECHANISM: 'gssapi', HUB_KAFKA_TLS_KEY_FILE: '/k', HUB_PORT: 'x' },
      [/HUB_PORT/, /HUB_KAFKA_SASL_MECHANISM/, /TLS_KEY_FILE: needs HUB_KAFKA_TLS=on/, /TLS_CERT_FILE: must be set/],
    ],
  ];
  it.each(refused)('is refused with %s', (_name, environment, problems) => {
    for (const problem of problems) expect(() => readConfig(environment)).toThrow(problem);
  });
});
