import { parkedReasons } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { filesIn, textOf } from './project-files.ts';

const page = textOf('docs/operations.md');

describe('The page for operators', () => {
  it('says what to do about every code that an error can carry', () => {
    const union = /export type HubErrorCode =\n(.*?);/s.exec(textOf('services/shared/core/src/errors.ts'))?.[1] ?? '';
    expect(missingFrom(page, quoted(union))).toEqual([]);
  });

  it('says what to do about every reason for which an event is parked', () => {
    expect(missingFrom(page, parkedReasons)).toEqual([]);
  });

  it('names every metric', () => {
    const sources = filesIn('services').filter((path) => path.endsWith('.ts'));
    const metrics = sources.flatMap((path) =>
      [...textOf(path).matchAll(/name: '(hub_[a-z_]+)'/g)].map(([, name]) => name),
    );
    expect(missingFrom(page, metrics.map(String))).toEqual([]);
  });

  it('misses what is not there', () => {
    expect(missingFrom(page, ['lease-lost', 'never-heard-of'])).toEqual(['never-heard-of']);
  });
});

/** A source that is written otherwise must not pass because nothing was found in it. */
function missingFrom(text: string, names: readonly string[]): readonly string[] {
  expect(names.length).toBeGreaterThan(1);
  return names.filter((name) => !text.includes(`\`${name}\``));
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/'([a-z-]+)'/g)].map(([, name = '']) => name);
}
