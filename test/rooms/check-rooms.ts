import { resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { checkFiles, type FileFault } from './check-files.ts';
import { emptiedRoom, plantedFiles, plantedImports, plantFaults, removeFaults } from './planted-faults.ts';
import { rooms } from './rooms.ts';

/**
 * Checks that packages and rooms import each other as rooms.ts says, that no file name stands twice in a package and that
 * each table is named by its owner only; then that each of these rules finds a fault that is planted for it.
 */
const root = resolve(import.meta.dirname, '../..');

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

/** Rules whose planted fault was not found in the copy. */
async function findBlindRules(house: string): Promise<string[]> {
  const { violations } = (await cruiseRooms(house)).summary;
  const files = await checkFiles(house);
  const found = (rule: string, at: string) =>
    violations.some((violation) => violation.rule.name === rule && violation.from === at) ||
    files.some((fault) => fault.rule === rule && fault.at === at);
  const planted = [
    ...plantedImports,
    ...plantedFiles,
    { rule: 'room-too-small' satisfies FileFault['rule'], at: emptiedRoom },
  ];
  return planted
    .filter((fault) => !found(fault.rule, 'found' in fault ? (fault.found ?? fault.at) : fault.at))
    .map(({ rule, at }) => `${rule} (${at})`);
}

/** Rooms of which the cruiser read fewer modules than there must be: a cruiser that reads nothing finds no fault. */
function unseenRooms({ modules }: ICruiseResult): string[] {
  return Object.entries(rooms).flatMap(([source, inside]) =>
    Object.entries(inside)
      .filter(([name, { modulesMin }]) => {
        const folder = `${source}/${name}/`;
        return modules.filter((module) => module.source.startsWith(folder)).length < modulesMin;
      })
      .map(([name]) => `${source}/${name}`),
  );
}

async function main(): Promise<number> {
  const clean = await cruiseRooms(root);
  const fileFaults = await checkFiles(root);
  const unseen = unseenRooms(clean);
  for (const { rule, from, to } of clean.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
  for (const { rule, at, detail } of fileFaults) console.error(`${rule}: ${at}. ${detail}`);
  for (const room of unseen) console.error(`The cruiser reads too few modules of ${room}.`);
  const house = await plantFaults(root);
  const blind = await findBlindRules(house).finally(() => removeFaults(house));
  for (const rule of blind) console.error(`The planted fault of ${rule} was not found: the check is blind to it.`);
  const faults = clean.summary.violations.length + fileFaults.length + unseen.length;
  const planted = plantedImports.length + plantedFiles.length + 1;
  console.log(
    `${clean.modules.filter(({ source }) => source.endsWith('.ts')).length} modules, ${faults} faults, ${planted - blind.length} of ${planted} planted faults found`,
  );
  return faults > 0 || blind.length > 0 ? 1 : 0;
}

process.exitCode = await main();
