import { HubError } from '@hub/core';
import { describe, expect, it, vi } from 'vitest';
import { faultLine } from './fault-line.ts';
import { createLogger } from './logger.ts';

const words = { began: 'the database does not answer', ended: 'the database answers again' };

const away = () => new HubError('database-unavailable', 'It is away.', { retryable: true, cause: new Error('reset') });

function watched(quietMs: number, lastsMs = 60_000) {
  const lines: { level: number; msg: string; failures?: number; err?: { message: string } }[] = [];
  const logger = createLogger('info', 'test', { write: (line) => void lines.push(JSON.parse(line)) });
  return { lines, fault: faultLine(logger, words, { quietMs, lastsMs }) };
}

describe('the line of a fault', () => {
  it('is one at its beginning and one at its end, with what was met in between', async () => {
    const { lines, fault } = watched(1);
    for (let call = 0; call < 1_000; call += 1) fault.failed(new Error(`call ${call}`));
    fault.worked();
    fault.worked();
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines).toMatchObject([
      { level: 50, msg: words.began, err: { message: 'call 0' } },
      { level: 40, msg: words.ended, failures: 1_000 },
    ]);
  });

  it('is a warning without a stack where it may pass by itself, and an error once it has lasted', async () => {
    const { lines, fault } = watched(1, 5);
    fault.failed(away());
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, msg: words.began, reason: 'It is away.', cause: 'reset' }),
    ]);
    expect(lines[0]).not.toHaveProperty('err');
    await vi.waitFor(() => expect(lines[1]).toMatchObject({ level: 50, err: { message: 'It is away.' } }));
    fault.worked();
    await vi.waitFor(() => expect(lines[2]).toMatchObject({ level: 40, msg: words.ended }));
  });

  it('does not end while some calls work and others fail', async () => {
    const { lines, fault } = watched(1);
    for (let call = 0; call < 10; call += 1) {
      fault.failed(new Error('reset'));
      fault.worked();
    }
    expect(lines).toHaveLength(1);
    await vi.waitFor(() => expect(lines).toMatchObject([{ msg: words.began }, { msg: words.ended, failures: 10 }]));
  });

  it('is nothing while everything works, and begins again with a new fault', async () => {
    const { lines, fault } = watched(1);
    fault.worked();
    expect(lines).toHaveLength(0);
    for (const round of [1, 2]) {
      fault.failed(new Error('away'));
      fault.worked();
      await vi.waitFor(() => expect(lines).toHaveLength(2 * round));
    }
    expect(lines.map(({ msg }) => msg)).toEqual([words.began, words.ended, words.began, words.ended]);
  });
});
