import { describe, expect, it } from 'vitest';
import { nirKey, parseNia, parseNir } from './nir.ts';

const rule = (text: string) => {
  const parsed = parseNir(text);
  return parsed.ok ? null : parsed.rule;
};

describe('a NIR', () => {
  it('is read with 13 or 15 characters as the same 13', () => {
    expect(parseNir('269054958815780')).toEqual({
      ok: true,
      nir13: '2690549588157',
      sex: 'female',
      birthYear: 69,
      birthMonth: 5,
      provisional: false,
      keyChecked: true,
    });
    expect(parseNir('2690549588157')).toMatchObject({ ok: true, nir13: '2690549588157', keyChecked: false });
    expect(nirKey('2550814168025')).toBe('38');
  });

  it('is read with spaces and lower case, and Corsica has its own key', () => {
    expect(nirKey('185032A004123')).toBe(nirKey('1850319004123'));
    const reported = `1 85 03 2a 004 123 ${nirKey('185032A004123')}`;
    expect(parseNir(reported)).toMatchObject({ ok: true, nir13: '185032A004123', sex: 'male', birthMonth: 3 });
    expect(nirKey('185032B004123')).toBe(nirKey('1850318004123'));
  });

  it('is refused with a wrong key, shape, month, place or order', () => {
    expect(rule('269054958815781')).toBe('nir-key');
    for (const text of ['26905495881578', '569054958815780', '26905495881578O', '2690549588157800']) {
      expect(rule(text)).toBe('nir-shape');
    }
    for (const month of ['00', '13', '19', '43', '49']) expect(rule(`269${month}49588157`)).toBe('nir-month');
    for (const month of ['01', '12', '20', '42', '50', '99']) expect(rule(`269${month}49588157`)).toBeNull();
    for (const place of ['00588', '49000', '97012', '97912', '98512', '98912']) {
      expect(rule(`26905${place}157`)).toBe('nir-place');
    }
    for (const place of ['20588', '97112', '97812', '98712', '99352', '96352']) {
      expect(rule(`26905${place}157`)).toBeNull();
    }
    expect(rule('2690549588000')).toBe('nir-order');
  });

  it('has no month where the registry did not know it', () => {
    expect(parseNir('2693149588157')).toMatchObject({ ok: true, birthMonth: null });
  });

  it('is provisional with 3, 4, 7 or 8, which alone a NIA may have', () => {
    for (const [first, sex] of [
      ['3', 'male'],
      ['4', 'female'],
      ['7', 'male'],
      ['8', 'female'],
    ]) {
      expect(parseNia(`${first}690549588157`)).toMatchObject({ ok: true, provisional: true, sex });
    }
    expect(parseNia('2690549588157')).toEqual({ ok: false, rule: 'nia-provisional' });
  });
});
