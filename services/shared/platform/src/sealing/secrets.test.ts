import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecrets, findSecrets, loadSecrets } from './secrets.ts';

let directory = '';
let file = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hub-secrets-'));
  file = join(directory, 'secrets.json');
});
afterEach(() => rm(directory, { recursive: true }));

describe('the secrets file', () => {
  it('is made once, private, by whoever is first, and never overwritten', async () => {
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => createSecrets(file)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['secrets.json']);
    const secrets = await loadSecrets(file);
    expect(secrets.kek.epochs.get(1)?.length).toBe(32);
    await expect(createSecrets(file)).rejects.toThrow('exists and is never overwritten');
    expect(await loadSecrets(file)).toEqual(secrets);
  });

  it('is refused where others may read it', async () => {
    await createSecrets(file);
    for (const mode of [0o640, 0o644, 0o604, 0o620]) {
      await chmod(file, mode);
      await expect(loadSecrets(file)).rejects.toThrow('make it private first (chmod 600)');
    }
  });

  it('is refused where it is damaged, without showing what it holds', async () => {
    await createSecrets(file);
    const text = await readFile(file, 'utf8');
    const damaged = JSON.parse(text);
    damaged.pepper.key = 'short';
    await writeFile(file, JSON.stringify(damaged));
    await expect(loadSecrets(file)).rejects.toThrow('damaged at: pepper.key.');
    await writeFile(file, text.slice(0, text.length / 2));
    await expect(loadSecrets(file)).rejects.toThrow('are not JSON, or only half of it');
    await writeFile(file, text.replace('"current": 1', '"current": 2'));
    await expect(loadSecrets(file)).rejects.toThrow('current KEK epoch');
    for (const empty of ['', '\n', '   ']) {
      await writeFile(file, empty);
      await expect(loadSecrets(file)).rejects.toThrow('is empty');
    }
  });

  it('is told apart from a directory in its place, and from a volume that is not mounted', async () => {
    expect(await findSecrets(file)).toBeNull();
    await mkdir(file);
    await expect(findSecrets(file)).rejects.toThrow('is no file');
    const elsewhere = join(directory, 'volume', 'secrets.json');
    for (const look of [findSecrets, createSecrets, loadSecrets]) {
      await expect(look(elsewhere)).rejects.toThrow('is its volume mounted?');
    }
  });
});
