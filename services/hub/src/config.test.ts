import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

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

  it('is refused with every problem named at once', () => {
    expect(() => readConfig({ HUB_DAY_COUNT: 'business', HUB_PORT: 'http' })).toThrow(/HUB_PORT[\s\S]*HUB_DAY_COUNT/);
    for (const port of ['70000', '80.5', '-1', ' ']) {
      expect(() => readConfig({ HUB_PORT: port }), port).toThrow('HUB_PORT: must be a whole number from 0 to 65535');
    }
  });
});
