import type { HubStatus } from '@hub/platform';
import { expect, test } from 'vitest';
import { failingSaid, pastFailures } from './check-words.ts';

type Failed = HubStatus['processes'][number]['checks'][number]['failed'];

function processOf(heard: boolean, failed: Failed): HubStatus['processes'][number] {
  const checks = [{ name: 'database', services: ['query'], state: 'ok', failed }];
  return {
    id: '',
    services: [],
    version: '',
    address: '',
    secrets: [],
    host: '',
    pid: 1,
    startedAt: '',
    seenAt: '',
    heard,
    checks,
  };
}

test('what failed and is over is said once for all processes, from its first moment to its last', () => {
  const processes = [
    processOf(true, { from: '2026-04-01T08:02:00Z', until: '2026-04-01T08:03:00Z' }),
    processOf(true, { from: '2026-04-01T08:02:30Z', until: '2026-04-01T08:04:00Z' }),
    processOf(true, { from: '2026-04-01T07:00:00Z', until: null }),
    processOf(false, { from: '2026-04-01T06:00:00Z', until: '2026-04-01T09:00:00Z' }),
    processOf(true, null),
  ];
  const said = pastFailures({ processes }).map(({ html }) => html);
  expect(said).toEqual(['base de données, du 01/04/2026 10:02:00 au 01/04/2026 10:04:00']);
});

test('what fails is named in French, with its code', () => {
  expect(failingSaid(['keys: no-answer', 'registry: registry-behind-log'])).toBe(
    'coffre des clés (no-answer), registre des personnes (registry-behind-log)',
  );
});
