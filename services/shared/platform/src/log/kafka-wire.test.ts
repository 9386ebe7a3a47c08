import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countAnswers } from './kafka-wire.ts';

it('counts the answers that came whole, wherever their bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 3 }),
      (bodies, cuts, more) => {
        const frames = bodies.map((body) => {
          const length = Buffer.alloc(4);
          length.writeInt32BE(body.length);
          return Buffer.concat([length, body]);
        });
        // An answer that has only begun is not counted.
        const bytes = Buffer.concat([...frames, Buffer.alloc(more)]);
        const answers = { answered: 0, lengthBytes: 0, length: 0, bytesLeft: 0 };
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const size = cuts[cut % cuts.length] as number;
          countAnswers(answers, bytes.subarray(at, at + size));
          at += size;
        }
        expect(answers.answered).toBe(bodies.length);
      },
    ),
  );
});
