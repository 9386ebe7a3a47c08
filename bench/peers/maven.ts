import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peersCache } from './work.ts';

const run = promisify(execFile);

/** The jars that this file asks for, fetched by Maven once, in a folder of this name. Throws where Maven is not there. */
export async function jarsOf(pom: string, name: string, options: readonly string[] = []): Promise<string> {
  const jars = join(peersCache, name);
  if ((await readdir(jars).catch(() => [])).length > 0) return jars;
  await mkdir(peersCache, { recursive: true });
  const work = await mkdtemp(join(peersCache, 'fetching-'));
  try {
    await copyFile(pom, join(work, 'pom.xml'));
    const goal = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`, ...options];
    await run('mvn', goal, { cwd: work, timeout: 300_000 });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return jars;
}
