import { describe, expect, it } from 'vitest';
import { faultOfReceiver, faultOfUrl, isPublicAddress } from './receiver-url.ts';

describe('The address of a receiver', () => {
  it.each([
    ['8.8.8.8', true],
    ['2a00:1450:4007::1', true],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['127.255.255.254', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['192.0.0.8', false],
    ['192.0.2.1', false],
    ['192.168.1.1', false],
    ['198.18.0.1', false],
    ['198.51.100.7', false],
    ['203.0.113.9', false],
    ['224.0.0.251', false],
    ['240.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:8.8.8.8', false],
    ['::ffff:127.0.0.1', false],
    ['::8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['2001::1', false],
    ['2001:db8::1', false],
    ['2002:a00:1::', false],
    ['3fff::1', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['localhost', false],
  ])('%s is of the public internet: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  it.each([
    ['https://hooks.example.org/hub?of=us', true],
    ['https://hooks.example.org:443/hub', true],
    ['https://8.8.8.8/hub', true],
    ['http://hooks.example.org/hub', false],
    ['https://hooks.example.org:8443/hub', false],
    ['https://user:word@hooks.example.org/', false],
    ['https://user@hooks.example.org/', false],
    ['https://hooks.example.org/#part', false],
    ['ftp://hooks.example.org/', false],
    ['file:///etc/passwd', false],
    ['hooks.example.org', false],
    [`https://hooks.example.org/${'a'.repeat(2_000)}`, false],
    ['https://hooks.example.org/269054958815780', false],
    ['https://127.0.0.1/', false],
    // The same address in other writings.
    ['https://0x7f.1/', false],
    ['https://2130706433/', false],
    ['https://0177.0.0.1/', false],
    ['https://１２７.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://[::ffff:7f00:1]/', false],
    ['https://[fd00::1]/', false],
    ['https://169.254.169.254/latest/meta-data', false],
  ])('%s may be subscribed to: %s', (url, isTaken) => {
    expect(faultOfUrl(url, { allowPrivate: false }) === null).toBe(isTaken);
  });

  it('may be anywhere where a trial allows it, and still holds no password', () => {
    for (const url of ['http://127.0.0.1:9000/', 'https://10.0.0.1/', 'http://[::1]:80/']) {
      expect(faultOfUrl(url, { allowPrivate: true })).toBeNull();
    }
    expect(faultOfUrl('http://user:word@127.0.0.1/', { allowPrivate: true })).not.toBeNull();
  });

  it('is refused by where its name leads, inside or nowhere alike', async () => {
    const rules = { allowPrivate: false };
    const inside = await faultOfReceiver('https://localhost/', rules);
    expect(inside).toBe('a name that leads to the public internet');
    expect(await faultOfReceiver('https://no-such-name.invalid/', rules)).toBe(inside);
    expect(await faultOfReceiver('http://localhost:9000/', { allowPrivate: true })).toBeNull();
  });
});
