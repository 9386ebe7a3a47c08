import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin, stripTypeScriptTypes } from 'node:module';
import { dirname, join, matchesGlob, posix, relative } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const dockerfile = read('Dockerfile');
const instructions = DockerfileParser.parse(dockerfile).getInstructions();
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function argumentsOf(instruction: Instruction): string[] {
  return instruction.getArguments().map((argument) => argument.getValue());
}

function all(keyword: string): Instruction[] {
  return instructions.filter((instruction) => instruction.getKeyword() === keyword);
}

/** The paths that are copied from the sources into the last stage. */
function copiedSources(): string[] {
  return all('COPY')
    .map(argumentsOf)
    .filter((parts) => !dockerfile.includes(`COPY --from=dependencies ${parts.join(' ')}`))
    .flatMap((parts) => parts.slice(0, -1));
}

test('the Dockerfile holds no fault that its linter knows', () => {
  expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  expect(validate(dockerfile.replace('STOPSIGNAL', 'STOPSIGNL')).map(({ message }) => message)).not.toEqual([]);
});

test('every image is pinned by its digest, and the Node of the image is the Node of the tests', () => {
  const images = all('FROM').map((from) => argumentsOf(from)[0]);
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toMatch(/^node:24\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/);
  expect(images[0]).toContain(`:${process.versions.node}-`);
});

test('the first process is Node itself, on a file that is there, as a user without rights', () => {
  const [entrypoint] = all('ENTRYPOINT').map((instruction) => JSON.parse(instruction.getArgumentsContent() ?? '[]'));
  expect(entrypoint).toEqual(['node', '/hub/services/hub/bin/hub.js']);
  expect(existsSync(join(root, entrypoint[1].replace('/hub/', '')))).toBe(true);
  expect(argumentsOf(all('STOPSIGNAL')[0] as Instruction)).toEqual(['SIGTERM']);
  expect(all('USER').map(argumentsOf)).toEqual([['node']]);
});

test('what is copied is there, and the package of every workspace is there before npm ci', () => {
  const install = instructions.findIndex((instruction) => instruction.toString().includes('npm ci'));
  const before = new Set(instructions.slice(0, install).flatMap((instruction) => argumentsOf(instruction)));
  for (const workspace of workspaces) expect(before, workspace).toContain(`${workspace}/package.json`);
  for (const source of copiedSources()) expect(existsSync(join(root, source)), source).toBe(true);
});

interface Imported {
  readonly file: string;
  readonly specifier: string;
}

/** The files of the project that run when `file` does, and the packages that they ask for; types are erased first, as Node does. */
function importsFrom(file: string): { files: Set<string>; packages: Imported[] } {
  const files = new Set<string>();
  const packages: Imported[] = [];
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (files.has(next)) continue;
    files.add(next);
    for (const specifier of specifiersOf(next)) {
      const own = ownFile(next, specifier);
      if (own !== null) waiting.push(own);
      else if (!isBuiltin(specifier)) packages.push({ file: next, specifier });
    }
  }
  return { files, packages };
}

function specifiersOf(file: string): string[] {
  const text = file.endsWith('.ts') ? stripTypeScriptTypes(read(file)) : read(file);
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** A file of the project, or null: `@hub/x` is what the package of that name exports. */
function ownFile(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [scope, name, ...rest] = specifier.split('/');
  if (scope !== '@hub') return null;
  const workspace = workspaces.find((path) => packageOf(path).name === `@hub/${name}`);
  if (workspace === undefined) throw new Error(`${from} imports ${specifier}, which no workspace is.`);
  const exported = packageOf(workspace).exports[['.', ...rest].join('/')];
  if (exported === undefined) throw new Error(`${from} imports ${specifier}, which its package does not export.`);
  return posix.join(workspace, exported);
}

interface PackageFile {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function packageOf(workspace: string): PackageFile {
  return JSON.parse(read(`${workspace}/package.json`));
}

const running = importsFrom('services/hub/bin/hub.js');

test('every file that `hub` imports is copied into the image', () => {
  const ignored = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !/^[#!]|^\*$/.test(line));
  const copied = copiedSources();
  expect(running.files.size).toBeGreaterThan(250);
  for (const file of running.files) {
    expect(
      copied.some((folder) => !relative(folder, file).startsWith('..')),
      `${file} is not copied`,
    ).toBe(true);
    const under = ignored.find((pattern) => matchesGlob(file, pattern) || matchesGlob(dirname(file), pattern));
    expect(under, `${file} is kept out of the context`).toBeUndefined();
  }
});

test('every folder that is read while running is copied into the image', () => {
  const folders = [...running.files].flatMap((file) => read(file).match(/'(?:\.\.\/)+(?:migrations|schemas)'/g) ?? []);
  expect(new Set(folders.map((folder) => posix.basename(folder.slice(1, -1))))).toEqual(
    new Set(['migrations', 'schemas']),
  );
  expect(copiedSources()).toEqual(expect.arrayContaining(['migrations', 'schemas']));
});

test('every package that `hub` imports is installed without those of development', () => {
  const names = new Set<string>();
  for (const { file, specifier } of running.packages) {
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    names.add(name);
    const workspace = workspaces.find((path) => file.startsWith(`${path}/`)) ?? '';
    const { dependencies = {}, optionalDependencies = {} } = packageOf(workspace);
    if (name in optionalDependencies) continue;
    expect(Object.keys(dependencies), `${file} imports ${name}`).toContain(name);
    const locked = lock.packages[`${workspace}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    expect(locked, name).toBeDefined();
    expect(locked?.dev === true || locked?.optional === true, `${name} is omitted`).toBe(false);
  }
  expect([...names]).toEqual(expect.arrayContaining(['fastify', 'pg', 'kafkajs', 'zod', 'commander']));
});
