import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the environment', () => {
  it('says how days of deadlines are counted, and leaves it to the rules otherwise', () => {
    expect(readConfig({}).dayCount).toBeUndefined();
    expect(readConfig({ HUB_DAY_COUNT: 'working' }).dayCount).toBe('working');
  });

  it('is refused with every problem named at once', () => {
    expect(() => readConfig({ HUB_DAY_COUNT: 'business', HUB_PORT: 'http' })).toThrow(/HUB_PORT[\s\S]*HUB_DAY_COUNT/);
  });
});
