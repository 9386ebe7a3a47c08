import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hub-secrets-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the secrets file', () => {
  it('is made once, private, by whoever starts first', async () => {
    const file = join(directory, 'new', 'secrets.json');
    const loaded = await Promise.all(Array.from({ length: 20 }, () => loadSecrets(file)));
    const first = loaded[0];
    for (const secrets of loaded) expect(secrets).toEqual(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'new'))).toEqual(['secrets.json']);
    expect(await loadSecrets(file)).toEqual(first);
    expect(first?.kek.epochs.get(1)?.length).toBe(32);
  });

  it('is refused where others may read it', async () => {
    const file = join(directory, 'secrets.json');
    await loadSecrets(file);
    await chmod(file, 0o640);
    await expect(loadSecrets(file)).rejects.toMatchObject({ code: 'secrets-unusable' });
  });

  it('is refused where it is damaged, without showing what it holds', async () => {
    const file = join(directory, 'secrets.json');
    await loadSecrets(file);
    const text = await readFile(file, 'utf8');
    const damaged = JSON.parse(text);
    damaged.pepper.key = 'short';
    await writeFile(file, JSON.stringify(damaged));
    await expect(loadSecrets(file)).rejects.toThrow('damaged at: pepper.key.');
    await writeFile(file, text.slice(0, 40));
    await expect(loadSecrets(file)).rejects.toThrow(/are not JSON\.$/);
    await writeFile(file, text.replace('"current": 1', '"current": 2'));
    await expect(loadSecrets(file)).rejects.toThrow('current KEK epoch');
  });
});
