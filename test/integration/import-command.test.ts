import { linkSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { main } from '../../services/hub/src/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-command-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** `hub import` where no hub answers: it translates only, which is all that these tests ask of it. */
async function hubImport(
  args: readonly string[],
  stdin = '',
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const environment = { HUB_URL: 'http://127.0.0.1:9', HUB_DATA_DIR: join(folder, 'hub') };
  const input = Readable.from([Buffer.from(stdin)]) as unknown as NodeJS.ReadStream;
  process.exitCode = undefined;
  const code = await main(['node', 'hub', 'import', ...args, '--dry-run'], environment, {
    stdin: input,
    stdout,
    stderr,
  });
  const written = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, stdout: written(stdout), stderr: written(stderr) };
}

function offer(attributes = '', numero = '07_1'): string {
  return `<lheo xmlns="http://www.lheo.org/2.2" ${attributes}><offres><formation numero="${numero}">
<intitule-formation>Soudage</intitule-formation><action><modalites-entrees-sorties>0</modalites-entrees-sorties>
<session numero="3"><periode><debut>20261201</debut><fin>20270226</fin></periode></session></action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>49386136300064</SIRET></SIRET-organisme-formation>
</organisme-formation-responsable></formation></offres></lheo>`;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Document {
  readonly events: number;
  readonly rules: object;
  readonly extracts: readonly { readonly file: string; readonly at: string | null; readonly by: string }[];
}

async function documentOf(args: readonly string[], stdin = ''): Promise<Document> {
  const { code, stdout, stderr } = await hubImport([...args, '--json'], stdin);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Document;
}

describe('hub import', () => {
  it('asks for the date of an extract that nothing tells, whatever the disk says, and says nothing before', async () => {
    const undated = file('offre.xml', offer());
    utimesSync(undated, new Date('2026-05-01'), new Date('2026-05-01'));
    const good = file('bonne.xml', offer('datemaj="20260501"'));
    const earlier = file('rejets.jsonl', '{"severity":"refused"}\n');
    const refused = await hubImport(['lheo', good, undated, '--rejects', earlier]);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/offre\.xml .*--dated 2026-11-20/),
    });
    expect(readFileSync(earlier, 'utf8')).toBe('{"severity":"refused"}\n');
    expect((await hubImport(['lheo', '-'], offer())).stderr).toContain('The standard input does not say');
  });

  it('takes the date that is said, that of the content, or that of the name: each file its own', async () => {
    const undated = file('offre.xml', offer());
    for (const [said, at] of [
      ['2026-05-02', '2026-05-01T22:00:00.000Z'],
      ['2026-05-02T08:30:00+02:00', '2026-05-02T06:30:00.000Z'],
      ['2026-05-02T06:30:00Z', '2026-05-02T06:30:00.000Z'],
    ] as const) {
      const { extracts } = await documentOf(['lheo', undated, '--dated', said]);
      expect(extracts, said).toEqual([{ file: undated, at, by: 'said' }]);
    }
    const [named, dated] = [file('offre-20260503.xml', offer()), file('datee.xml', offer('datemaj="20260504"'))];
    const { extracts } = await documentOf(['lheo', named, dated]);
    expect(extracts.map(({ by }) => by)).toEqual(['name', 'content']);
    expect((await documentOf(['lheo', '-', '--dated', '2026-05-02'], offer())).events).toBe(1);
  });

  it('refuses a date that is none, or to come', async () => {
    for (const said of ['hier', '2026-02-30', '02/05/2026', '2999-01-01']) {
      const { code, stderr } = await hubImport(['lheo', file('offre.xml', offer()), '--dated', said]);
      expect([code, stderr], said).toEqual([2, expect.stringContaining('--dated')]);
    }
  });

  it('takes the prefix of a CARIF that no number has', async () => {
    const bare = file('sans-prefixe.xml', offer('datemaj="20260501"', '1'));
    const without = await hubImport(['lheo', bare]);
    expect(without).toMatchObject({ code: 1, stdout: expect.stringContaining('--registry 07') });
    expect((await documentOf(['lheo', bare, '--registry', '24'])).events).toBe(1);
    expect((await hubImport(['lheo', bare, '--registry', '7'])).code).toBe(2);
    expect((await hubImport(['eos', bare, '--registry', '07'])).code).toBe(2);
  });

  it('takes the source to report under where it is a known one', async () => {
    const national = file('nationale.xml', offer('datemaj="20260501"', '14_1'));
    expect((await documentOf(['lheo', national, '--source', 'carif-idf'])).events).toBe(1);
    for (const [format, source] of [
      ['lheo', 'nobody'],
      ['lheo', 'CARIF'],
      ['kairos', 'kairos-ng'],
      ['eos', 'eos'],
    ] as const) {
      const { code, stderr } = await hubImport([format, national, '--source', source]);
      expect([code, stderr], `${format} ${source}`).toEqual([2, expect.stringContaining('--source')]);
    }
  });

  it('never writes its rejects over what it reads', async () => {
    const read = file('lue.xml', offer('datemaj="20260501"'));
    const link = join(folder, 'lien.jsonl');
    linkSync(read, link);
    for (const rejects of [read, link]) {
      const { code, stderr } = await hubImport(['lheo', read, '--rejects', rejects]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('is what is imported')]);
      expect(readFileSync(read, 'utf8')).toBe(offer('datemaj="20260501"'));
    }
  });
});
