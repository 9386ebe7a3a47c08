import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';

const file = JSON.stringify(new URL('./lower-priority.ts', import.meta.url).href);

/** Niceness of the main thread and of one beside it, in a process of their own: this one stays as fast as it is. */
function niceness(inMain: string, inThread: string): { readonly main: number; readonly thread: number } {
  const thread = `
    import { getPriority } from 'node:os';
    import { parentPort } from 'node:worker_threads';
    import { lowerThreadPriority } from ${file};
    ${inThread}
    parentPort.postMessage(getPriority());`;
  const main = `
    import { getPriority } from 'node:os';
    import { Worker } from 'node:worker_threads';
    import { lowerProcessPriority } from ${file};
    ${inMain}
    const source = 'data:text/javascript,' + encodeURIComponent(${JSON.stringify(thread)});
    new Worker(new URL(source)).once('message', (of) => console.log(JSON.stringify({ main: getPriority(), thread: of })));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', main], { encoding: 'utf8' });
  return JSON.parse(said) as { main: number; thread: number };
}

test.runIf(process.platform === 'linux')(
  'a thread that builds is lowered, the process that it serves in is not',
  () => {
    expect(niceness('', 'lowerThreadPriority();')).toEqual({ main: getPriority(), thread: 19 });
  },
);

test.runIf(process.platform === 'linux')('of a command that rebuilds, every thread is lowered', () => {
  expect(niceness('lowerProcessPriority();', '')).toEqual({ main: 19, thread: 19 });
});
