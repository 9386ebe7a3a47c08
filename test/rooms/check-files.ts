import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { rooms, tableOwners } from './rooms.ts';

/** What imports cannot show: folders, names of files, the tables that SQL names, and days that are cut out of instants. */
export interface FileFault {
  readonly rule: 'room-unknown' | 'room-too-small' | 'file-name-twice' | 'table-of-another' | 'day-of-instant';
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
    ...(await daysOfInstants(root, files)),
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

/** Ways to cut a day out of an instant, in UTC or in the zone of the machine. `parisDay` of the core makes days of instants. */
const dayCuts = [
  /\.(?:slice|substring|substr)\(\s*0\s*,\s*10\s*\)/,
  /toISOString\(\)\s*\??\.(?:slice|substring|substr)\(\s*0\s*,\s*(?:4|7)\s*\)/,
  /\.split\(\s*(?:['"`]T['"`]|\/[^/]*T[^/]*\/)/,
  /\.get(?:UTC)?(?:Date|Day|Month|FullYear|Year)\(/,
  /toLocaleDateString\(|toDateString\(|DateTimeFormat\(|Temporal\./,
  /(?<!\$\d{1,2}|\$\$\{[^}]*\})::date\b|\bdate_trunc\(|\bcurrent_date\b|\bto_char\([^)]*'YYYY-MM-DD'|\bas date\)/i,
];

/** Files that may, and why. */
const dayCutters: Readonly<Record<string, string>> = {
  'services/shared/core/src/calendar.ts': 'It is where days are made.',
  'services/shared/core/src/calendar.test.ts': 'It compares parisDay with the calendar of the system.',
  'services/gateway/src/check/envelope.ts': 'It checks that a day exists.',
  'test/rooms/check-files.ts': 'It names what it looks for.',
  'test/rooms/planted-faults.ts': 'It plants faults in a copy.',
};

async function daysOfInstants(root: string, files: readonly string[]): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (const at of files.filter((file) => !(file in dayCutters))) {
    const text = await readFile(join(root, at), 'utf8');
    const cut = dayCuts.map((way) => way.exec(text)?.[0]).find((found) => found !== undefined);
    if (cut === undefined) continue;
    faults.push({ rule: 'day-of-instant', at, detail: `\`${cut}\`: a day is made of an instant by parisDay.` });
  }
  return faults;
}
