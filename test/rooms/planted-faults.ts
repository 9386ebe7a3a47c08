import { cp, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { FileFault } from './check-files.ts';
import { rooms } from './rooms.ts';

/** A fault that the check must find in a copy of the project, or the check itself is broken. */
export interface PlantedFault {
  readonly rule: string;
  /** The file that is planted, and where the fault must be found unless `found` says otherwise. */
  readonly at: string;
  readonly text: string;
  readonly found?: string;
}

const imports: readonly PlantedFault[] = [
  planted('client-imports-nothing-above', 'services/shared/client/src', "export * from '@hub/contracts';"),
  planted('contracts-imports-nothing-above', 'contracts/src', "export * from '@hub/core';"),
  planted('core-imports-nothing-above', 'services/shared/core/src', "export * from '@hub/platform';"),
  planted('platform-imports-nothing-above', 'services/shared/platform/src', "export * from '@hub/gateway';"),
  planted('simulation-imports-nothing-above', 'services/shared/simulation/src', "export * from '@hub/kairos';"),
  planted('core-is-pure', 'services/shared/core/src', "export { readFile } from 'node:fs/promises';"),
  ...['query', 'dispatcher', 'console'].map((service) =>
    planted('services-do-not-import-each-other', `services/${service}/src`, "export * from '@hub/gateway';"),
  ),
  planted('the-hub-enters-by-the-front-door', 'services/hub/src', "export * from '../../gateway/src/config.ts';"),
  planted('kafkajs-behind-its-port', 'services/gateway/src', "export { Kafka } from 'kafkajs';"),
  planted('nothing-unresolved', 'services/eos/src', "export * from './no-such-room.ts';"),
  planted(
    'pure-rooms-touch-nothing-outside',
    'services/eos/src/translate',
    "export { readFile } from 'node:fs/promises';",
  ),
  planted('pure-rooms-use-no-client', 'services/gateway/src/check', "export { Pool } from 'pg';"),
  { rule: 'no-circle', at: 'services/eos/src/planted-circle.ts', text: "export * from './planted-front.ts';" },
];

function planted(rule: string, folder: string, text: string): PlantedFault {
  return { rule, at: `${folder}/planted-${rule}.ts`, text };
}

/** In every room a file that imports what the room may not: another room, else a file beside the rooms, else main.ts. */
const betweenRooms: readonly PlantedFault[] = Object.entries(rooms).flatMap(([source, inside]) =>
  Object.entries(inside).map(([name, room]) => {
    const forbidden = Object.keys(inside).find((other) => other !== name && !room.imports.includes(other));
    const front = room.imports.includes('.') ? 'main.ts' : 'planted-front.ts';
    const target = forbidden === undefined ? front : `${forbidden}/planted-in-${slug(forbidden)}.ts`;
    const up = '../'.repeat(name.split('/').length);
    const rule = `room-${source.replace(/\/src$/, '')}/${name}`;
    return { rule, at: `${source}/${name}/planted-arrow-of-${slug(name)}.ts`, text: `export * from '${up}${target}';` };
  }),
);

function slug(room: string): string {
  return room.replaceAll('/', '-');
}

const files: readonly (PlantedFault & { readonly rule: FileFault['rule'] })[] = [
  {
    rule: 'room-unknown',
    at: 'services/gateway/src/adapters/planted-layer.ts',
    text: 'export const layer = 1;',
    found: 'services/gateway/src/adapters',
  },
  { rule: 'file-name-twice', at: 'services/hub/src/terminal/start-hub.ts', text: 'export const twice = 1;' },
  {
    rule: 'table-of-another',
    at: 'services/query/src/planted-projection.ts',
    text: "export const sql = 'select version from projection.active';",
  },
  {
    rule: 'table-of-another',
    at: 'services/query/src/planted-registry.ts',
    text: "export const sql = 'insert into registry.alias values ($1)';",
  },
  {
    rule: 'table-of-another',
    at: 'services/gateway/src/planted-version.ts',
    text: ['export const sql = (schema: string) => `select facts from $', '{schema}.dossier`;'].join(''),
  },
  ...[
    'recordedtime.slice(0, 10)',
    'new Date(at).toISOString().substring( 0, 10 )',
    'new Date(at)\n  .toISOString()\n  .slice(0, 7)',
    "recordedtime.split('T')[0]",
    'recordedtime.split(/[T ]/)[0]',
    'new Date(at).getUTCDate()',
    'new Date(at).getFullYear()',
    "new Date(at).toLocaleDateString('fr-FR')",
    "new Intl.DateTimeFormat('sv-SE').format(at)",
    "'select received_at::date'",
    "'select cast(received_at as date)'",
    '"select to_char(received_at, \'YYYY-MM-DD\')"',
    "'select date_trunc($1, received_at)'",
  ].map((way, place) => ({
    rule: 'day-of-instant' as const,
    at: `services/projector/src/planted-day-${place}.ts`,
    text: `export const day = ${way};`,
  })),
];

export const plantedImports = [...imports, ...betweenRooms];
export const plantedFiles = files;

/** A room whose modules are taken away in the copy, so that it is too small. */
export const emptiedRoom = 'services/ofeli/src/translate';

/** A copy of the packages with every fault, so that none ever stands in the project itself; node_modules are found above it. */
export async function plantFaults(root: string): Promise<string> {
  const house = resolve(root, '.cache', `rooms-${process.pid}`);
  for (const top of ['contracts', 'services']) {
    const filter = (path: string) => !path.endsWith('/node_modules') && !path.startsWith(resolve(root, emptiedRoom));
    await cp(resolve(root, top), resolve(house, top), { recursive: true, filter });
  }
  await cp(resolve(root, 'package.json'), resolve(house, 'package.json'));
  await linkPackages(root, house);
  for (const { at, text } of [...plantedImports, ...plantedFiles, ...targets()]) {
    await mkdir(resolve(house, at, '..'), { recursive: true });
    await writeFile(resolve(house, at), `${text}\n`);
  }
  return house;
}

/** What the planted arrows between rooms point at. */
function targets(): PlantedFault[] {
  return Object.entries(rooms).flatMap(([source, inside]) => {
    const text = 'export const planted = 1;';
    const circle = "export * from './planted-circle.ts';";
    const front = { rule: '', at: `${source}/planted-front.ts`, text: source === 'services/eos/src' ? circle : text };
    return [
      front,
      ...Object.keys(inside).map((name) => ({ rule: '', at: `${source}/${name}/planted-in-${slug(name)}.ts`, text })),
    ];
  });
}

async function linkPackages(root: string, house: string): Promise<void> {
  const names = resolve(house, 'node_modules/@hub');
  await mkdir(names, { recursive: true });
  for (const name of await readdir(resolve(root, 'node_modules/@hub'))) {
    const folder = relative(root, await realpath(resolve(root, 'node_modules/@hub', name)));
    await symlink(resolve(house, folder), resolve(names, name));
  }
}

export async function removeFaults(house: string): Promise<void> {
  await rm(house, { recursive: true, force: true });
}
