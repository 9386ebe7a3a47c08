import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportReject } from './import-reject.ts';
import { receiptsFile, rejectsFile } from './lines-file.ts';

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rejects-'));
  source = join(folder, 'offre.xml');
  writeFileSync(source, '<lheo/>');
});
afterEach(() => rmSync(folder, { recursive: true }));

const reject: ImportReject = {
  severity: 'refused',
  place: { file: 'offre.xml', line: 3 },
  field: null,
  rule: 'xml-damaged',
  detail: 'Balise.',
  remedy: 'Corriger.',
};

describe('the file of rejects', () => {
  it('is never what is imported, by whatever path that is named', async () => {
    const [soft, hard] = [join(folder, 'soft.jsonl'), join(folder, 'hard.jsonl')];
    symlinkSync(source, soft);
    linkSync(source, hard);
    const paths = [source, relative(process.cwd(), source), `${folder}/../${basename(folder)}/offre.xml`, soft, hard];
    for (const path of paths) {
      for (const read of [source, soft]) {
        await expect(rejectsFile(path, ['other.xml', read]), path).rejects.toMatchObject({
          code: 'wrong-use',
          message: expect.stringContaining('is what is imported'),
        });
      }
    }
    const missing = join(folder, 'missing.xml');
    await expect(rejectsFile(missing, [missing])).rejects.toThrow('is what is imported');
    expect(readFileSync(source, 'utf8')).toBe('<lheo/>');
    expect(readdirSync(folder).sort()).toEqual(['hard.jsonl', 'offre.xml', 'soft.jsonl']);
  });

  it('takes the place of no file that holds something else', async () => {
    await expect(rejectsFile(source)).rejects.toThrow('holds no rejects');
    expect(readFileSync(source, 'utf8')).toBe('<lheo/>');
  });

  it('takes the place of an earlier one when it is whole, through a link too, for its owner only', async () => {
    const path = join(folder, 'rejects.jsonl');
    const link = join(folder, 'link.jsonl');
    symlinkSync(path, link);
    for (const [name, lines] of [
      [path, 2],
      [link, 1],
    ] as const) {
      const file = await rejectsFile(name, [source]);
      for (let line = 0; line < lines; line += 1) await file.write(reject);
      expect(readdirSync(folder).filter((each) => each.endsWith('.part'))).toHaveLength(1);
      await file.close();
      expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(reject)}\n`.repeat(lines));
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const abandoned = await rejectsFile(path, [source]);
    await abandoned.abandon();
    expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(reject)}\n`);
    expect(readdirSync(folder).sort()).toEqual(['link.jsonl', 'offre.xml', 'rejects.jsonl']);
  });

  it('is not that of receipts, which is as careful', async () => {
    const path = join(folder, 'receipts.jsonl');
    const receipt = { source: 'opco', id: 'a b', receipt: 'r1' };
    for (let times = 0; times < 2; times += 1) {
      const file = await receiptsFile(path, [source]);
      await file.write(receipt);
      await file.close();
    }
    expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(receipt)}\n`);
    await expect(rejectsFile(path)).rejects.toThrow('--rejects');
    await expect(receiptsFile(source)).rejects.toThrow('--receipts');
  });

  it('is refused where it cannot be written', async () => {
    for (const path of [join(folder, 'no', 'such', 'folder'), folder]) {
      await expect(rejectsFile(path)).rejects.toMatchObject({ code: 'wrong-use' });
    }
  });
});
