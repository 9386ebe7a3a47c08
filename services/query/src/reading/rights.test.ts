import type { DossierRecord } from '@hub/core';
import type { OrganisationKind, Partner } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { maySeeBlock, sightOf } from './rights.ts';

const own = '99000106700018';
const reader = (kind: OrganisationKind): Partner => ({
  clientId: 'reader',
  kinds: [kind],
  siret: own,
  sources: ['region-cvl'],
  certifies: [],
  convention: null,
});
const financed = (siret: string, kind: 'engaged' | 'realised' = 'engaged') => {
  const line = { value: { financerSiret: siret } };
  const financing = [{ line: 'L1', engaged: null, realised: null, [kind]: line }];
  return { financing } as unknown as Pick<DossierRecord, 'financing'>;
};

describe('who sees a dossier', () => {
  it.each<[string, Partner, ReturnType<typeof financed>, boolean, 'full' | 'nothing']>([
    ['its financer, by a line engaged', reader('region'), financed(own), false, 'full'],
    ['its financer, by a line realised', reader('region'), financed(own, 'realised'), false, 'full'],
    ['another financer', reader('region'), financed('99000107500011'), false, 'nothing'],
    ['a financer of a dossier without financing', reader('region'), { financing: [] }, false, 'nothing'],
    ['a source of the same SIRET', reader('system-only'), financed(own), false, 'nothing'],
    ['a CEP operator of the same SIRET', reader('cep-operator'), financed(own), false, 'nothing'],
    ['the operators of the hub', reader('hub-operator'), financed(own), false, 'nothing'],
    ['the authority', reader('authority'), { financing: [] }, false, 'full'],
    ['the financer of a restricted person', reader('region'), financed(own), true, 'nothing'],
    ['the authority, of a restricted person', reader('authority'), { financing: [] }, true, 'full'],
  ])('%s', (_who, partner, dossier, restricted, view) => {
    expect(sightOf(partner, dossier, { restricted })).toBe(view);
  });
});

describe('which sealed blocks are opened', () => {
  it('never identifiers', () => {
    expect(maySeeBlock(reader('authority'), 'identifiers', 'eos')).toBe(false);
  });

  it('the situation for the authority and for the system that reported it only', () => {
    expect(maySeeBlock(reader('authority'), 'situation', 'eos')).toBe(true);
    expect(maySeeBlock(reader('region'), 'situation', 'region-cvl')).toBe(true);
    expect(maySeeBlock(reader('region'), 'situation', 'eos')).toBe(false);
    expect(maySeeBlock(reader('region'), 'reasons', 'eos')).toBe(true);
  });
});
