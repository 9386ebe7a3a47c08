import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { rooms, tableOwners } from './rooms.ts';

/** What imports cannot show: folders, names of files and the tables that SQL names. */
export interface FileFault {
  readonly rule: 'room-unknown' | 'room-too-small' | 'file-name-twice' | 'table-of-another';
  /** A path from the root of the project. */
  readonly at: string;
  readonly detail: string;
}

export async function checkFiles(root: string): Promise<FileFault[]> {
  const files = await sourceFiles(root);
  return [
    ...unknownRooms(files),
    ...smallRooms(files),
    ...namesTwice(files, await packageFolders(root)),
    ...(await tablesOfOthers(root, files)),
  ];
}

async function sourceFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const top of ['contracts', 'services', 'test', 'bench']) {
    for (const entry of await readdir(join(root, top), { recursive: true, encoding: 'utf8' }).catch(() => [])) {
      if (entry.endsWith('.ts') && !entry.includes('node_modules')) found.push(`${top}/${entry}`);
    }
  }
  return found.sort();
}

/** Folders that hold a package.json, the deepest first; the root is ''. */
async function packageFolders(root: string): Promise<string[]> {
  const { workspaces } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
  return [...workspaces, ''].sort((a, b) => b.length - a.length);
}

function isTest(file: string): boolean {
  return /\.(test|suite)\.ts$|\/src\/test\//.test(file);
}

/** The folders of each source are the rooms of the table, besides helpers of tests and what is generated. */
const besides = new Set(['', 'test', 'generated']);

function unknownRooms(files: readonly string[]): FileFault[] {
  const folders = new Set(files.filter((file) => /^(services|contracts)\/.*src\//.test(file)).map(dirname));
  return [...folders].flatMap((folder) => {
    const source = folder.replace(/\/src(\/.*)?$/, '/src');
    const room = folder.slice(source.length + 1);
    const known = source in rooms && (besides.has(room) || room in (rooms[source] ?? {}));
    return known
      ? []
      : [{ rule: 'room-unknown', at: folder, detail: 'test/rooms/rooms.ts does not name it.' } as const];
  });
}

function smallRooms(files: readonly string[]): FileFault[] {
  return Object.entries(rooms).flatMap(([source, inside]) =>
    Object.entries(inside).flatMap(([name, { modulesMin }]) => {
      const folder = `${source}/${name}`;
      const count = files.filter((file) => dirname(file) === folder && !isTest(file)).length;
      const detail = `It has ${count} modules, at least ${modulesMin} are expected.`;
      return count >= modulesMin ? [] : [{ rule: 'room-too-small', at: folder, detail } as const];
    }),
  );
}

function namesTwice(files: readonly string[], packages: readonly string[]): FileFault[] {
  const seen = new Map<string, string>();
  return files.flatMap((file) => {
    const name = basename(file);
    const owner = packages.find((folder) => folder === '' || file.startsWith(`${folder}/`)) ?? '';
    const key = `${owner} ${name}`;
    const first = seen.get(key);
    seen.set(key, first ?? file);
    if (first === undefined || name === 'index.ts') return [];
    return [{ rule: 'file-name-twice', at: file, detail: `Its package has ${first} already.` } as const];
  });
}

const tableInSql = new RegExp(
  `\\b(?:from|join|into|update|truncate|using|table(?: if (?:not )?exists)?)\\s+(?:only\\s+)?((?:${schemas()})\\.\\w+)`,
  'gi',
);
/** `from \${schema}.dossier`: a table of a version of the projection. */
const tableOfVersion = /\b(?:from|join|into|update)\s+\$\{[^}]+\}\.\w+/gi;

function schemas(): string {
  return [...new Set(Object.keys(tableOwners).map((name) => name.split('.')[0]))].join('|');
}

async function tablesOfOthers(root: string, files: readonly string[]): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (const at of files.filter((file) => file.startsWith('services/') && !isTest(file))) {
    const text = await readFile(join(root, at), 'utf8');
    const named = [...text.matchAll(tableInSql)].map(([, table = '']) => table.toLowerCase());
    const ofVersions = [...text.matchAll(tableOfVersion)].map(() => 'projection.');
    for (const table of new Set([...named, ...ofVersions])) {
      const owners = ownersOf(table);
      if (owners.some((folder) => at.startsWith(folder))) continue;
      faults.push({ rule: 'table-of-another', at, detail: `${table} is named by ${owners.join(' and ')} only.` });
    }
  }
  return faults;
}

function ownersOf(table: string): readonly string[] {
  return Object.entries(tableOwners).find(([name]) => table.startsWith(name))?.[1] ?? [];
}
