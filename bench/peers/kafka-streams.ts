import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jarsOf } from './maven.ts';
import { type Folded, requireWhole } from './work.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, 'streams');

/** How it commits: as it comes, or once for the whole of a rebuild, every dossier kept in its cache meanwhile. */
export const streamsSettings = {
  'as it comes': { commitMs: 100, cacheBytes: 10 << 20 },
  'at its best': { commitMs: 30_000, cacheBytes: 512 << 20 },
} as const;

/** The classes that Fold.java needs. Throws where Java's compiler or Maven is not there. */
export async function streamsLibraries(): Promise<string> {
  await run('javac', ['-version']);
  return jarsOf(join(folder, 'pom.xml'), 'streams');
}

export interface StreamsWork {
  readonly libraries: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly wanted: Folded;
}

/** Events a second that Kafka Streams folds, `exactly_once_v2`, from the first it reads to the last commit. */
export async function foldByStreams(work: StreamsWork, how: keyof typeof streamsSettings): Promise<number> {
  const { libraries, brokers, topic, wanted } = work;
  const { commitMs, cacheBytes } = streamsSettings[how];
  const state = await mkdtemp(join(tmpdir(), 'hub-bench-streams-'));
  try {
    const java = ['-Xms512m', '-Xmx2g', '-cp', join(libraries, '*'), join(folder, 'Fold.java')];
    const given = [brokers.join(','), topic, wanted.events, state, commitMs, cacheBytes].map(String);
    const { stdout } = await run('java', [...java, ...given], { timeout: 600_000 });
    const folded = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Folded & { seconds: number };
    requireWhole(`Kafka Streams ${how}`, folded, wanted);
    return wanted.events / folded.seconds;
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}
