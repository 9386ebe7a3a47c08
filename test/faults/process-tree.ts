import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly zombie: boolean;
}

async function everyProcess(): Promise<readonly Listed[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat='], { maxBuffer: 1 << 24 });
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return state === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), zombie: state.startsWith('Z') }];
  });
}

/** Processes that this one started and that still run; not what they started themselves. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  return (await everyProcess()).filter(({ parent, zombie }) => parent === pid && !zombie).map((each) => each.pid);
}

/** Those that still run: one that ended and that nobody asked after does not. */
export async function runningOf(pids: readonly number[]): Promise<readonly number[]> {
  const running = new Set((await everyProcess()).filter(({ zombie }) => !zombie).map((each) => each.pid));
  return pids.filter((pid) => running.has(pid));
}
