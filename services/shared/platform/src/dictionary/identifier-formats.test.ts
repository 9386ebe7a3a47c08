import { readIdentifiers } from '@hub/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadDictionary } from './dictionary.ts';

const { validate } = loadDictionary();
const fields = [
  'nir',
  'formerNir',
  'nia',
  'franceTravailNumber',
  'franceTravailRegionalNumber',
  'partnerNumber',
] as const;

const digits = (lengths: readonly number[]) =>
  fc.constantFrom(...lengths).chain((length) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)));
const number = fc.oneof(
  digits([7, 8, 10, 11, 13, 14, 15]),
  fc.stringMatching(/^[123478]\d\d(?:0[1-9]|1[0-2])(?:\d\d|2[ABab])[1-9]\d{2}[1-9]\d{2}(?:\d\d)?$/),
  fc.stringMatching(/^\d{7}(?:\d{3})?[A-Za-z0-9]$/),
  fc.stringMatching(/^[A-Za-z0-9._:/@-]{1,40}$/),
  fc.constantFrom(
    '0',
    'N/A',
    'inconnu',
    'nir2690549588157',
    'a.b@courriel.example',
    '269054958815780',
    '7850375116005',
  ),
);
/** With what people put between and around the groups. */
const written = fc
  .tuple(
    number,
    fc.array(fc.tuple(fc.nat(15), fc.constantFrom(' ', '.', '-', '\u00a0', '/', '_', '\t')), { maxLength: 4 }),
  )
  .map(([text, gaps]) => gaps.reduce((soFar, [at, gap]) => soFar.slice(0, at) + gap + soFar.slice(at), text))
  .filter((text) => text.length <= 32);

it('the dictionary and the reading of identifiers agree on values of every form, rule by rule', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fields), written, (field, text) => {
      const data = {
        // Named otherwise as well, so that only the value is at fault.
        trainee: { franceTravailNumber: '5836675M', nir: '2690549588157', [field]: text },
        training: ['file:eos:1894'],
        effectiveDate: '2026-04-01',
      };
      const told = validate('entry-attested', 1, data).map(({ pointer, rule }) => `${pointer} ${rule}`);
      const read = readIdentifiers({ [field]: text }).faults.map(({ pointer, rule }) => `/trainee${pointer} ${rule}`);
      expect(told).toEqual(read);
    }),
    { numRuns: 2_000 },
  );
});
