import type { IdentifierKind } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { drawSecrets } from './secrets.ts';
import { burialMark, openTombstones, sealTombstones, tombstoneOf } from './tombstones.ts';

const secrets = drawSecrets();
const [one, other] = ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11', '1c0f7a52-4a54-4f0e-9a55-0d9f5f4b7a22'] as const;
const stone = (kind: IdentifierKind, value: string) => {
  return { kind, tombstone: tombstoneOf(secrets, { kind, field: 'nir', value }, '') };
};

describe('tombstones', () => {
  const stones = [stone('nir', '2690549588157'), stone('france-travail', '1234568A')];

  it('open to what was sealed, for the same trainee and secrets alone', () => {
    const sealed = sealTombstones(secrets, one, stones);
    expect(openTombstones(secrets, one, sealed)).toEqual(stones);
    expect(() => openTombstones(secrets, other, sealed)).toThrow('cannot be opened');
    expect(() => openTombstones(drawSecrets(), one, sealed)).toThrow('cannot be opened');
    expect(() => openTombstones(secrets, one, `${sealed.slice(0, -4)}AAAA`)).toThrow('cannot be opened');
  });

  it('do not say by their length how many there are, nor twice the same', () => {
    const none = sealTombstones(secrets, one, []);
    expect(sealTombstones(secrets, one, stones)).toHaveLength(none.length);
    expect(sealTombstones(secrets, one, [])).not.toBe(none);
    expect(openTombstones(secrets, one, none)).toEqual([]);
  });

  it('are the same whatever pepper there is, and differ by kind, and by who else made one', () => {
    const rotated = { ...secrets, pepper: drawSecrets().pepper };
    const nir = { kind: 'nir', field: 'nir', value: '2690549588157' } as const;
    expect(tombstoneOf(rotated, nir, '')).toEqual(stones[0]?.tombstone);
    expect(stone('nia', '2690549588157').tombstone).not.toEqual(stones[0]?.tombstone);
    expect(tombstoneOf(drawSecrets(), nir, '')).not.toEqual(stones[0]?.tombstone);
    expect(burialMark(secrets, one)).not.toBe(burialMark(secrets, other));
  });
});
