import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sealToken, tokenCharacters } from '../sealing/tokens.ts';
import { cursorLengthMax, openCursor, sealCursor } from './cursors.ts';

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

  it('holds a place in as many slices as a hub may have, within the bound that a request is held to', () => {
    const sequences = randomBytes(4 * 1_024);
    const place = Object.fromEntries(
      Array.from({ length: 1_024 }, (_, slice) => [slice, 5_000_000_000 + sequences.readUInt32BE(4 * slice)]),
    );
    const cursor = sealCursor(secrets, 'changes 99000106700018', { epoch: randomUUID(), place });
    expect(cursor.length).toBeLessThanOrEqual(cursorLengthMax);
    expect(openCursor(secrets, 'changes 99000106700018', cursor)).toMatchObject({ place });
  });

  it('is taken as it was given before cursors were compressed', () => {
    const cursor = sealToken(secrets, 'cursor', Buffer.from(JSON.stringify(['links', 'a'])));
    expect(openCursor(secrets, 'links', cursor)).toBe('a');
  });

  it('is of no use with another list, nor is a place in clear', () => {
    const cursor = sealCursor(secrets, 'links', randomUUID());
    for (const other of [cursor, cursor.toLowerCase(), randomUUID(), ''])
      expect(() => openCursor(secrets, 'holds', other)).toThrow(/./);
  });
});
