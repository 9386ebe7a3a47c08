import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest on a quiet machine of two cores, in this order: one that began last would run alone at the end. */
const longest = [
  'test/integration/hub-setup.test.ts',
  'test/integration/console-operator-browser.test.ts',
  'test/integration/query-data-sets.test.ts',
  'test/integration/every-operation.test.ts',
  'test/integration/registry-restored.test.ts',
  'test/integration/console-agent-browser.test.ts',
  'test/integration/log-kafka.test.ts',
  'test/integration/hub-commands.test.ts',
  'test/integration/projector-live.test.ts',
  'test/integration/partner-programs.test.ts',
  'test/integration/keys-killed.test.ts',
  'test/integration/backup-restore.test.ts',
  'test/integration/projector-rebuild.test.ts',
  'test/integration/kafka-cluster.test.ts',
  'test/integration/scenarios-processes.test.ts',
  'test/integration/demo-fill.test.ts',
  'test/integration/webhooks.test.ts',
  'test/integration/projector-faults.test.ts',
  'test/integration/broken-wires.test.ts',
  'test/integration/console-steering.test.ts',
  'test/integration/quality-lists.test.ts',
  'test/integration/hub-health.test.ts',
  'test/integration/process-ends.test.ts',
  'test/integration/partners-follow.test.ts',
  'test/integration/scenarios-levels.test.ts',
  'test/integration/registry-rebuild.test.ts',
  'test/integration/hub-kill.test.ts',
  'test/integration/compose.test.ts',
];

/** The longest files first, then all the others as vitest orders them. vitest makes it, so that it is a class. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const missing = longest.filter((file) => !existsSync(join(root, file)));
    if (missing.length > 0) throw new Error(`longest-first.ts names files that are no more: ${missing.join(', ')}`);
    const places = new Map(longest.map((file, place) => [join(root, file), place]));
    const placeOf = ({ moduleId }: TestSpecification) => places.get(moduleId) ?? longest.length;
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
