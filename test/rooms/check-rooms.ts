import { cp, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/**
 * Checks that the rooms import each other one way only, and that the check can fail: each planted fault below must be
 * found under its rule, or the checker itself is broken.
 */
const root = resolve(import.meta.dirname, '../..');
const faultName = 'planted-fault.ts';

const faults = [
  { rule: 'contracts-imports-nothing-above', at: 'contracts/src', text: "export * from '@hub/core';" },
  { rule: 'core-imports-nothing-above', at: 'services/shared/core/src', text: "export * from '@hub/platform';" },
  { rule: 'platform-imports-nothing-above', at: 'services/shared/platform/src', text: "export * from '@hub/gateway';" },
  { rule: 'core-is-pure', at: 'services/shared/core/src', text: "export { readFile } from 'node:fs/promises';" },
  { rule: 'services-do-not-import-each-other', at: 'services/query/src', text: "export * from '@hub/gateway';" },
  {
    rule: 'the-hub-enters-by-the-front-door',
    at: 'services/hub/src',
    text: "export * from '../../gateway/src/config.ts';",
  },
  { rule: 'kafkajs-behind-its-port', at: 'services/gateway/src', text: "export { Kafka } from 'kafkajs';" },
  {
    rule: 'domain-imports-nothing-outside-it',
    at: 'services/gateway/src/domain',
    text: "export * from '../service.ts';",
  },
  { rule: 'nothing-unresolved', at: 'services/eos/src', text: "export * from './no-such-room.ts';" },
] as const;

async function cruiseRooms(house: string): Promise<ICruiseResult> {
  const config = await extractDepcruiseConfig(resolve(root, '.dependency-cruiser.mjs'));
  const result = await cruise(
    ['contracts', 'services'],
    { ruleSet: config, ...config.options, validate: true, baseDir: house },
    undefined,
    { tsConfig: extractTSConfig(resolve(root, 'tsconfig.json')) },
  );
  return result.output as ICruiseResult;
}

/** A copy of the rooms, so that no fault ever stands in the house itself; other packages are found above it. */
async function copyHouse(): Promise<string> {
  const house = resolve(root, '.cache', `rooms-${process.pid}`);
  for (const rooms of ['contracts', 'services']) {
    const filter = (path: string) => !path.endsWith('/node_modules');
    await cp(resolve(root, rooms), resolve(house, rooms), { recursive: true, filter });
  }
  const names = resolve(house, 'node_modules/@hub');
  await mkdir(names, { recursive: true });
  for (const name of await readdir(resolve(root, 'node_modules/@hub'))) {
    const room = relative(root, await realpath(resolve(root, 'node_modules/@hub', name)));
    await symlink(resolve(house, room), resolve(names, name));
  }
  return house;
}

async function plantFaults(house: string): Promise<void> {
  for (const [index, fault] of faults.entries()) {
    await mkdir(resolve(house, fault.at), { recursive: true });
    await writeFile(resolve(house, fault.at, `${index}-${faultName}`), `${fault.text}\n`);
  }
}

function found(result: ICruiseResult, rule: string): boolean {
  return result.summary.violations.some(
    (violation) => violation.rule.name === rule && violation.from.endsWith(faultName),
  );
}

async function main(): Promise<number> {
  const clean = await cruiseRooms(root);
  const modules = clean.modules.filter((module) => module.source.endsWith('.ts')).length;
  for (const violation of clean.summary.violations) {
    console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);
  }
  const house = await copyHouse();
  let missed: string[];
  try {
    await plantFaults(house);
    const faulty = await cruiseRooms(house);
    missed = faults.filter((fault) => !found(faulty, fault.rule)).map((fault) => fault.rule);
  } finally {
    await rm(house, { recursive: true, force: true });
  }
  for (const rule of missed)
    console.error(`The planted fault of rule ${rule} was not found: the checker is blind to it.`);
  console.log(
    `${modules} modules, ${clean.summary.violations.length} faults, ${faults.length - missed.length} of ${faults.length} planted faults found`,
  );
  return modules < 50 || clean.summary.violations.length > 0 || missed.length > 0 ? 1 : 0;
}

process.exitCode = await main();
