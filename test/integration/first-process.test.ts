import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const hub = join(import.meta.dirname, '../../services/hub/bin/hub.js');

/** The first process of a container is ended by no signal that it does not handle, and while it waits it handles none yet. */
test.concurrent.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('asked to stop by %s while it waits for its database, the hub ends by itself', async (signal, code) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-first-process-'));
  const silent = createServer();
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as { port: number };
  const child = spawn(process.execPath, [hub, 'start', '--only', 'query'], {
    env: {
      PATH: process.env.PATH,
      HUB_DATA_DIR: dataDir,
      HUB_DATABASE_URL: `postgresql://hub@127.0.0.1:${port}/hub`,
      HUB_KEYS_URL: `postgresql://hub@127.0.0.1:${port}/keys`,
    },
    stdio: 'ignore',
  });
  const [socket] = await once(silent, 'connection');
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([code, null]);
  socket.destroy();
  silent.close();
  await rm(dataDir, { recursive: true });
});
