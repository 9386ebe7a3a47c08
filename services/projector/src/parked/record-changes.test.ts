import { describe, expect, it } from 'vitest';
import { changesBetween } from './record-changes.ts';

describe('the changes between two records', () => {
  it('name each field that differs by its place, and what stood and would stand there', () => {
    const before = { status: 'announced', stays: [{ entry: null }], plan: { starts: '2026-03-02', ends: 'x' } };
    const after = {
      status: 'entered',
      stays: [{ entry: '2026-03-02' }, { entry: 'y' }],
      plan: { starts: '2026-03-02' },
    };
    expect(changesBetween(before, after)).toEqual([
      { path: '/status', before: 'announced', after: 'entered' },
      { path: '/stays/0/entry', before: null, after: '2026-03-02' },
      { path: '/stays/1', before: null, after: { entry: 'y' } },
      { path: '/plan/ends', before: 'x', after: null },
    ]);
  });

  it('are the fields of a record that was not there, without those that say nothing', () => {
    expect(changesBetween({}, { status: 'entered', quotes: [], plan: null, 'a/b~c': 0 })).toEqual([
      { path: '/status', before: null, after: 'entered' },
      { path: '/a~1b~0c', before: null, after: 0 },
    ]);
  });

  it('are none between equal records', () => {
    const record = { status: 'entered', stays: [{ entry: '2026-03-02', left: null }] };
    expect(changesBetween(record, structuredClone(record))).toEqual([]);
  });
});
