import { describe, expect, it } from 'vitest';
import { methodsAt, routePattern } from './route-pattern.ts';

const routes = [
  routePattern('GET', '/v1/dossiers/:number'),
  routePattern('POST', '/v1/paths/search'),
  routePattern('GET', '/v1/paths/:id'),
  routePattern('GET', '/docs/*'),
];

describe('the methods that an address takes', () => {
  it.each([
    ['/v1/dossiers/1', ['GET']],
    ['/v1/dossiers/1?x=/y', ['GET']],
    ['/v1/dossiers/', []],
    ['/v1/dossiers/1/2', []],
    ['/v1/paths/search', ['POST']],
    ['/v1/paths/7', ['GET']],
    ['/docs/static/a.js', ['GET']],
    ['/', []],
  ])('%s', (url, methods) => {
    expect(methodsAt(routes, url)).toEqual(methods);
  });
});
