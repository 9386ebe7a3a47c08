import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tokenCharacters } from '../sealing/tokens.ts';
import { openCursor, sealCursor } from './cursors.ts';

const secrets = { receiptKey: randomBytes(32) };

describe('a cursor', () => {
  it('leads its list on, and says nothing of the place by its content or its length', () => {
    const [trainee, place] = [randomUUID(), [100_000_007, 'late-exit x']];
    const cursors = [sealCursor(secrets, 'links', trainee), sealCursor(secrets, 'anomalies', place)];
    expect(cursors.map((cursor) => cursor.length)).toEqual([tokenCharacters, tokenCharacters]);
    expect(Buffer.from(cursors[0] ?? '', 'base64url').toString('latin1')).not.toContain(trainee);
    expect(openCursor(secrets, 'links', cursors[0])).toBe(trainee);
    expect(openCursor(secrets, 'anomalies', cursors[1])).toEqual(place);
    expect(openCursor(secrets, 'links', undefined)).toBeNull();
  });

  it('is of no use with another list, nor is a place in clear', () => {
    const cursor = sealCursor(secrets, 'links', randomUUID());
    for (const other of [cursor, cursor.toLowerCase(), randomUUID(), ''])
      expect(() => openCursor(secrets, 'holds', other)).toThrow(/./);
  });
});
