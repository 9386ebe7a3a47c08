#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// The hub's TypeScript runs as it stands from Node 24 on; an older Node hands over to the one that `npm ci` puts beside it.
const own = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
if (Number.parseInt(process.versions.node, 10) >= 24) {
  // What was read and compiled once is kept, for threads and children too: a command begins in half the time. Where nothing
  // can be written, nothing is kept.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url));
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import('./hub.ts');
} else if (existsSync(own)) handOver();
else {
  process.stderr.write(`hub: Node 24 or later is needed, this is ${process.version}: npm ci installs the right one.\n`);
  process.exitCode = 1;
}

function handOver() {
  const child = spawn(own, [fileURLToPath(new URL('./hub.ts', import.meta.url)), ...process.argv.slice(2)], {
    // By the channel it hears that this process is gone, however that came.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // Ctrl-C on a terminal reaches the child by itself; a second one would cut its closing short.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
