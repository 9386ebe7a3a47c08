import { createLogger } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { requireProtected } from './start/listening.ts';

describe('the environment', () => {
  it('says how days of deadlines are counted, and leaves it to the rules otherwise', () => {
    expect(readConfig({}).dayCount).toBeUndefined();
    expect(readConfig({ HUB_DAY_COUNT: 'working' }).dayCount).toBe('working');
  });

  it('says whose forwarding is believed: addresses and ranges, and nothing else', () => {
    expect(readConfig({}).trustedProxies).toEqual([]);
    expect(readConfig({ HUB_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    for (const list of ['caddy', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '::/129', '10.0.0.1,,::1', 'true']) {
      expect(() => readConfig({ HUB_TRUSTED_PROXIES: list }), list).toThrow('HUB_TRUSTED_PROXIES');
    }
  });

  it('takes certificate and key together, and client authorities with them alone', () => {
    expect(readConfig({}).tls).toBeUndefined();
    const pair = { HUB_TLS_CERT: 'hub.pem', HUB_TLS_KEY: 'hub.key' };
    expect(readConfig(pair).tls).toEqual({ certificate: 'hub.pem', key: 'hub.key', clientAuthorities: null });
    expect(readConfig({ ...pair, HUB_TLS_CLIENT_CA: 'ca.pem' }).tls).toMatchObject({ clientAuthorities: 'ca.pem' });
    expect(() => readConfig({ HUB_TLS_CERT: 'hub.pem' })).toThrow('HUB_TLS_KEY');
    expect(() => readConfig({ HUB_TLS_KEY: 'hub.key' })).toThrow('HUB_TLS_CERT');
    expect(() => readConfig({ HUB_TLS_CLIENT_CA: 'ca.pem' })).toThrow('HUB_TLS_CLIENT_CA');
  });

  it.each([
    [{}, 'starts'],
    [{ HUB_HOST: '0.0.0.0' }, 'is refused'],
    [{ HUB_HOST: '10.0.0.7' }, 'is refused'],
    [{ HUB_HOST: '::' }, 'is refused'],
    [{ HUB_HOST: '127.0.0.2' }, 'starts'],
    [{ HUB_HOST: '0.0.0.0', HUB_TRUSTED_PROXIES: '10.0.0.0/8' }, 'starts'],
    [{ HUB_HOST: '0.0.0.0', HUB_TLS_CERT: 'c', HUB_TLS_KEY: 'k' }, 'starts'],
    [{ HUB_HOST: '0.0.0.0', HUB_DEMO: 'partners' }, 'warns'],
  ])('without TLS, its own or a proxy’s, nothing goes over a network: %j %s', (given, what) => {
    const lines: string[] = [];
    const logger = createLogger('warn', 'test', { write: (line) => void lines.push(line) });
    const services = new Set(['gateway'] as const);
    const start = () => requireProtected(readConfig({ HUB_DEMO: 'off', ...given }), services, logger);
    if (what === 'is refused') expect(start).toThrow('without TLS');
    else start();
    expect(lines).toHaveLength(what === 'warns' ? 1 : 0);
  });

  it('is refused with every problem named at once', () => {
    expect(() => readConfig({ HUB_DAY_COUNT: 'business', HUB_PORT: 'http' })).toThrow(/HUB_PORT[\s\S]*HUB_DAY_COUNT/);
    for (const port of ['70000', '80.5', '-1', ' ']) {
      expect(() => readConfig({ HUB_PORT: port }), port).toThrow('HUB_PORT: must be a whole number from 0 to 65535');
    }
  });
});
