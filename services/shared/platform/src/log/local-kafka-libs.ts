import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HubError } from '@hub/core';
import type { Logger } from 'pino';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('./local-kafka.pom.xml', import.meta.url));

/** Throws `tool-missing`, saying what to install, unless Java 17 or later is there. */
export async function requireJava(): Promise<void> {
  const remedy =
    'install a Java runtime 17 or later (Debian: apt install default-jre-headless), or set HUB_KAFKA_BROKERS.';
  const output = await run('java', ['-version']).catch((cause: unknown) => {
    throw new HubError('tool-missing', `Kafka needs Java, which is not there: ${remedy}`, { cause });
  });
  const version = /version "(\d+)/.exec(output.stderr)?.[1];
  if (Number(version) < 17) throw new HubError('tool-missing', `Kafka needs Java 17, here is ${version}: ${remedy}`);
}

/**
 * The directory with Kafka's jars: copied by Maven once (54 MB), then reused for as long as the pom stays the same.
 * Throws `tool-missing` where Maven is not there, or cannot reach a repository.
 */
export async function kafkaLibs(cacheDir: string, logger: Logger): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const libs = join(cacheDir, version);
  if (await readdir(libs).catch(() => undefined)) return libs;
  logger.info({ libs }, 'fetching Apache Kafka with Maven, once');
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, 'fetching-'));
  try {
    await copyFile(pom, join(work, 'pom.xml'));
    await copyDependencies(work);
    // Another process may have been faster: its directory is as good as ours.
    await rename(join(work, 'libs'), libs).catch(async (error) => {
      if (!(await readdir(libs).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return libs;
}

async function copyDependencies(work: string): Promise<void> {
  const goal = 'dependency:copy-dependencies';
  try {
    await run('mvn', ['-q', '-B', goal, `-DoutputDirectory=${join(work, 'libs')}`], { cwd: work, timeout: 300_000 });
  } catch (cause) {
    const failure = cause as NodeJS.ErrnoException & { stdout?: string };
    if (failure.code === 'ENOENT')
      throw new HubError(
        'tool-missing',
        'Kafka is fetched by Maven, which is not there: install it (Debian: apt install maven), or set HUB_KAFKA_BROKERS.',
        { cause },
      );
    throw new HubError('tool-missing', `Maven could not fetch Kafka: ${(failure.stdout ?? '').trim().slice(0, 500)}`, {
      cause,
    });
  }
}
