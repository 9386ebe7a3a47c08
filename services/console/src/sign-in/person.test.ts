import { describe, expect, it } from 'vitest';
import { consoleConfig } from '../config.ts';
import { personOf } from './person.ts';

const here = { HUB_OIDC_ISSUER: 'https://issuer.example', HUB_OIDC_CLIENT_ID: 'hub', HUB_OIDC_CLIENT_SECRET: 's' };
const read = (claims: object, settings: object = {}) => {
  const { issuer } = consoleConfig({ ...here, ...settings });
  if (issuer === undefined) throw new Error('No issuer.');
  return personOf(claims as Record<string, unknown>, issuer);
};
const siret = '99000106700018';

describe('who signs in', () => {
  it('acts for the organisation whose SIRET is claimed, as an agent where nothing more is said', () => {
    expect(read({ sub: 'x', siret, name: 'Camille Martin' })).toEqual({
      name: 'Camille Martin',
      siret,
      trades: ['agent'],
    });
    expect(read({ org: '990 001 067 00018' }, { HUB_OIDC_SIRET_CLAIM: 'org' })).toMatchObject({ siret });
  });

  it.each([undefined, '', '99000106700019', 990_001_067, ['99000106700018'], 'x'])(
    'is nobody here with the SIRET %j',
    (claimed) => {
      expect(read({ siret: claimed })).toBeNull();
    },
  );

  it('is named as the issuer names people', () => {
    expect(read({ siret, given_name: 'Camille', usual_name: 'Martin' })?.name).toBe('Camille Martin');
    expect(read({ siret, given_name: 'Camille', family_name: 'Martin' })?.name).toBe('Camille Martin');
    expect(read({ siret })?.name).toBe('Personne connectée');
    expect(read({ siret, name: 'a'.repeat(5_000) })?.name).toHaveLength(100);
  });

  it('has the trades that its claim means, and none by a value that means nothing', () => {
    const table = { HUB_OIDC_TRADES: 'instructeur=agent,pilote=steering+agent,chef de projet=operator' };
    const trades = (claimed: unknown) => read({ siret, hub_trades: claimed }, table)?.trades;
    expect(trades('pilote instructeur')).toEqual(['steering', 'agent']);
    expect(trades(['chef de projet', 'instructeur'])).toEqual(['operator', 'agent']);
    expect(trades('chef de projet')).toEqual(['operator']);
    for (const nothing of ['operator', '', [], 7, {}, '__proto__']) expect(trades(nothing), `${nothing}`).toEqual([]);
    expect(read({ siret }, { HUB_OIDC_TRADES_UNCLAIMED: 'agent+steering' })?.trades).toEqual(['agent', 'steering']);
  });
});

describe('the settings of the issuer', () => {
  it('are none without its address, and whole with it', () => {
    expect(consoleConfig({}).issuer).toBeUndefined();
    expect(consoleConfig(here).issuer).toMatchObject({ siretClaim: 'siret', tradesUnclaimed: ['agent'] });
    expect(() => consoleConfig({ ...here, HUB_OIDC_CLIENT_ID: '' })).toThrow('HUB_OIDC_CLIENT_ID');
    expect(() => consoleConfig({ ...here, HUB_OIDC_CLIENT_SECRET: '' })).toThrow('HUB_OIDC_CLIENT_SECRET');
    const file = { HUB_OIDC_CLIENT_SECRET: '', HUB_OIDC_CLIENT_SECRET_FILE: '/nowhere/secret' };
    expect(() => consoleConfig({ ...here, ...file })).toThrow(/HUB_OIDC_CLIENT_SECRET_FILE.*ENOENT/);
  });

  it.each([
    { HUB_OIDC_ISSUER: 'http://issuer.example' },
    { HUB_OIDC_ISSUER: 'https://issuer.example?a=1' },
    { HUB_OIDC_TRADES: 'x' },
    { HUB_OIDC_TRADES: '=agent' },
    { HUB_OIDC_TRADES: 'x=agent+king' },
    { HUB_OIDC_TRADES_UNCLAIMED: 'king' },
    { HUB_OIDC_SCOPE: 'profile' },
    { HUB_CONSOLE_IDLE_MINUTES: '0' },
  ])('are refused by their name: %j', (wrong) => {
    expect(() => consoleConfig({ ...here, ...wrong })).toThrow(Object.keys(wrong)[0]);
  });
});
