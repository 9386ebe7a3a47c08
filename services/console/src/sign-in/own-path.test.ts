import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it.each(['/console', '/console/agent', '/console/agent?a=1&b=/x', '/console/agent/dossiers/100000007'])(
  'whoever has signed in goes on to %s, a page of the console',
  (path) => {
    expect(ownPath(path)).toBe(path);
  },
);

it.each([
  undefined,
  '',
  '/',
  '//evil.example',
  '//evil.example/console',
  'https://evil.example/console',
  '/\\evil.example',
  '/console/../v1/dossiers',
  '/console/..//evil.example',
  '/consoles',
  '/console@evil.example',
  'console',
  'javascript:alert(1)',
  '/console/\u0000',
  '/console/a b',
  '/console\n/x',
  '/console/connexion?retour=/console/connexion',
  '/console/deconnexion',
  '/console/retour?code=1',
  `/console/${'a'.repeat(500)}`,
])('and to nowhere else: %j leads to the first page', (path) => {
  expect(ownPath(path)).toBe('/console');
});
