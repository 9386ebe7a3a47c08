import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShare } from './share-leases.ts';

describe('the fair share of leases', () => {
  it('lets the living hold all of them, and none hold more than one above another', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 100 }), (leases, living) => {
        const share = fairShare(leases, living);
        expect(share * living).toBeGreaterThanOrEqual(leases);
        expect((share - 1) * living).toBeLessThan(Math.max(1, leases));
      }),
    );
  });
});
