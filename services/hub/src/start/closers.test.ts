import { appendTimeoutMs, createLogger, logCloseMs } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { closeAllMs, closeBounds, openClosers } from './closers.ts';

function watched() {
  const lines: { msg: string; closer?: string }[] = [];
  const logger = createLogger('info', 'test', { write: (line) => void lines.push(JSON.parse(line)) });
  return { lines, closers: openClosers(logger) };
}

describe('the closing of what was opened', () => {
  it('goes in the reverse order, once', async () => {
    const { lines, closers } = watched();
    const closed: string[] = [];
    for (const name of ['pool', 'log', 'server']) closers.add(name, async () => closed.push(name));
    expect(await Promise.all([closers.closeAll(), closers.closeAll()])).toEqual([[], []]);
    expect(closed).toEqual(['server', 'log', 'pool']);
    expect(lines).toHaveLength(0);
  });

  it('goes on behind what does not end or fails, and says which', async () => {
    const { lines, closers } = watched();
    const closed: string[] = [];
    closers.add('pool', async () => closed.push('pool'));
    closers.add('log', () => new Promise(() => {}), 1);
    closers.add('projector', async () => Promise.reject(new Error('gone')));
    expect(await closers.closeAll()).toEqual(['projector', 'log']);
    expect(closed).toEqual(['pool']);
    expect(lines).toMatchObject([
      { closer: 'projector' },
      { closer: 'log', msg: expect.stringContaining('in its time') },
    ]);
  });

  it.each([500, 20_000, 300_000])(
    'waits longer for each part than it waits itself (a statement of %i ms)',
    (statementMs) => {
      const { serverMs, projectorMs, logMs, poolMs } = closeBounds(statementMs);
      expect(serverMs).toBeGreaterThan(statementMs + appendTimeoutMs);
      expect(projectorMs).toBeGreaterThan(2 * statementMs);
      expect(logMs).toBeGreaterThan(logCloseMs);
      expect(poolMs).toBeGreaterThan(statementMs);
    },
  );

  it('has time for the longest wait of each outage', () => {
    expect(closeAllMs).toBeGreaterThan(appendTimeoutMs + 20_000);
  });
});
