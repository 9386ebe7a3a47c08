import { loadRights } from '@hub/platform';
import { expect, test } from 'vitest';
import { authoritySight, type Reader } from './sight.ts';

const reader = (agreed: readonly string[], purpose = 'control'): Reader => ({
  ...{ siret: '99000110900018', kinds: ['authority'], territories: [], exceptions: {}, sources: [] },
  ...{ purpose, agreed },
});

test('what the authority sees of a dossier is what its convention agrees to, for its purpose', () => {
  const rights = loadRights();
  expect(authoritySight(rights, reader([]))?.categories).toContain('amounts');
  expect(authoritySight(rights, reader(['states', 'hours']))?.categories).toEqual(['states', 'hours']);
  expect(authoritySight(rights, reader([], 'remuneration'))).toBeNull();
});
