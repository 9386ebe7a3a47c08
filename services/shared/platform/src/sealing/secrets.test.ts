import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  changedFields,
  createSecrets,
  fieldsFor,
  findSecrets,
  loadHeldSecrets,
  loadSecrets,
  readSecretsFile,
  writeSecretsFile,
} from './secrets.ts';

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

describe('the secrets of one service', () => {
  const fields = async () => {
    const file = join(await mkdtemp(join(directory, 'own-')), 'secrets.json');
    await createSecrets(file);
    return readSecretsFile(file);
  };
  const written = async (next: Awaited<ReturnType<typeof fields>>) => {
    const file = join(await mkdtemp(join(directory, 'next-')), 'next.json');
    await writeSecretsFile(file, next);
    return file;
  };

  it('are all for a gateway; a query service has neither the number key nor what signs tokens', async () => {
    const all = await fields();
    expect(fieldsFor('gateway', all)).toEqual(all);
    const query = fieldsFor('query', all);
    expect(Object.keys(query).sort()).toEqual(['kek', 'pepper', 'receiptKey', 'tokenKey']);
    expect(query.tokenKey).not.toHaveProperty('d');
    const file = await written(query);
    expect(await loadHeldSecrets(file)).toMatchObject({ tokenKey: { kid: all.tokenKey.kid } });
    await expect(loadSecrets(file)).rejects.toThrow('of a query service');
  });

  it('have their KEK from the environment, or from the file, and never from both', async () => {
    const all = await fields();
    const { kek, ...rest } = all;
    const file = await written(rest as typeof all);
    await expect(loadSecrets(file)).rejects.toThrow('damaged at: kek');
    const given = JSON.stringify(kek);
    expect((await loadSecrets({ file, kek: given })).kek.current).toBe(1);
    await expect(loadSecrets({ file: await written(all), kek: given })).rejects.toThrow('HUB_KEK gives one too');
    const broken = loadSecrets({ file, kek: given.slice(1) });
    await expect(broken).rejects.toThrow('HUB_KEK is not');
    await broken.catch((error: Error) => expect(error.message).not.toContain(kek.epochs['1']));
  });

  it('are rotated step by step, and no step can be taken before the one that it follows', async () => {
    const all = await fields();
    const kek = changedFields(all, 'new-kek');
    expect(kek.kek).toMatchObject({ current: 1, epochs: { 1: all.kek.epochs['1'], 2: expect.any(String) } });
    expect(changedFields(kek, { withoutKek: 1 }).kek).toEqual({ current: 2, epochs: { 2: kek.kek.epochs['2'] } });
    expect(() => changedFields(all, { withoutKek: 1 })).toThrow('the only one');
    const pepper = changedFields(all, 'new-pepper');
    expect(pepper.pepper).toMatchObject({ version: 2, former: all.pepper });
    expect(() => changedFields(pepper, 'new-pepper')).toThrow('has not ended');
    expect(changedFields(pepper, 'without-former-pepper').pepper).toEqual({ version: 2, key: pepper.pepper.key });
    expect(changedFields(all, 'new-token').tokenKey.kid).not.toBe(all.tokenKey.kid);
  });
});
