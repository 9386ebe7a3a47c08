import { maskNir } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { beginTrace, traceIdOf } from './trace-context.ts';

function linesOf(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', 'test', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

describe('the logger', () => {
  it.each([
    '269054958815780',
    '2690549588157',
    '2 69 05 49 588 157 80',
    '2690520588157',
    '269052A588157',
    '269052b588157',
  ])('masks %s wherever it stands, and the line stays JSON', (nir) => {
    const line = linesOf((logger) =>
      logger.info({ deep: { list: [`a ${nir}.`] }, [`key ${nir}`]: 1, err: new Error(`refused ${nir}`) }, `of ${nir}`),
    );
    expect(line).not.toContain(nir);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it('masks a NIR that came as a number', () => {
    const line = linesOf((logger) => logger.info({ value: 2690549588157 }));
    expect(JSON.parse(line).value).toBe(9999999999999);
  });

  it('redacts secrets by their name', () => {
    const line = linesOf((logger) =>
      logger.info({ headers: { authorization: 'Bearer x.y.z' }, clientSecret: 'opensesame' }),
    );
    expect(line).not.toMatch(/x\.y\.z|opensesame/);
  });

  it('leaves ordinary numbers, dates and identifiers alone', () => {
    const text =
      '2026-04-01T09:12:00.123Z 150000042 12345678901234 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(maskNir(text)).toBe(text);
  });
});

describe('the trace context', () => {
  it('begins anew for each request', () => {
    expect(beginTrace()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceIdOf(beginTrace())).not.toBe(traceIdOf(beginTrace()));
  });
});

describe('the metrics', () => {
  it('hold the process', async () => {
    expect(await createMetrics().metrics()).toContain('process_cpu_seconds_total');
  });
});
