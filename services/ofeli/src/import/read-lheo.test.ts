import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LheoBounds, LheoItem } from './lheo-reading.ts';
import { readLheo } from './read-lheo.ts';

async function read(source: string | Uint8Array, bounds: LheoBounds = {}, pieceBytes = 1_000_000): Promise<LheoItem[]> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : Buffer.from(source);
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const items: LheoItem[] = [];
  for await (const item of readLheo(stream(), bounds)) items.push(item);
  return items;
}

/** `numero` of the formations read, then every reason as `severity rule line:column path`. */
function summary(items: readonly LheoItem[]): string[] {
  return items.map((item) => {
    if (item.kind === 'formation') return `formation ${item.formation.attributes.numero}`;
    const { severity, rule, place, numero = '' } = item.outcome;
    return `${item.kind === 'failed' ? 'failed' : severity} ${rule} ${place.line}:${place.column} ${place.path} ${numero}`.trim();
  });
}

function lheo(...formations: string[]): string {
  return `<lheo xmlns="http://lheo.gouv.fr/2.3">\n<offres>\n${formations.join('\n')}\n</offres>\n</lheo>`;
}

const formation = (numero: string, inside = '') =>
  `<formation numero="${numero}">${inside}<action><session numero="s${numero}"><periode/></session></action></formation>`;

describe('reading LHEO', () => {
  it('reads 1.3, 2.2 and 2.3 by their namespaces, prefixed or not', async () => {
    for (const namespace of ['http://www.lheo.org/1.3.0', 'http://www.lheo.org/2.2', 'http://lheo.gouv.fr/2.3']) {
      const plain = `<lheo xmlns="${namespace}"><offres>${formation('1')}</offres></lheo>`;
      expect(summary(await read(plain))).toEqual(['formation 1']);
      const prefixed = plain.replace('xmlns=', 'xmlns:l=').replace(/<(\/?)(?=[a-z])/g, '<$1l:');
      expect(summary(await read(prefixed))).toEqual(['formation 1']);
    }
  });

  it('names and refuses an unknown namespace', async () => {
    const [item] = await read('<lheo xmlns="http://www.lheo.org/9.9"><offres/></lheo>');
    expect(item).toMatchObject({ kind: 'failed', outcome: { rule: 'namespace-unknown', place: { line: 1 } } });
    expect(item?.kind === 'failed' && item.outcome.detail).toContain('http://www.lheo.org/9.9');
    expect(summary(await read('<lheo><offres/></lheo>'))[0]).toMatch(/^failed namespace-unknown/);
    expect(summary(await read('<html xmlns="http://lheo.gouv.fr/2.3"/>'))[0]).toMatch(/^failed namespace-unknown/);
  });

  it('reads elements of any version and prefix of LHEO, and of no namespace, in one file, and refuses none in silence', async () => {
    const other = (namespace: string) => formation('2').replace('<formation', `<formation xmlns="${namespace}"`);
    for (const namespace of ['', 'http://www.lheo.org/2.2']) {
      const read2 = await read(lheo(formation('1'), other(namespace), formation('3')));
      expect(summary(read2)).toEqual(['formation 1', 'formation 2', 'formation 3']);
    }
    const prefixed = formation('1').replace(/<(\/?)(?=[a-z])/g, '<$1l:');
    const bound = [
      lheo(prefixed).replace('<lheo', '<lheo xmlns:l="http://lheo.gouv.fr/2.3"'),
      lheo(prefixed.replace('<l:formation', '<l:formation xmlns:l="http://lheo.gouv.fr/2.3"')),
    ];
    for (const text of bound) expect(summary(await read(text))).toEqual(['formation 1']);
    const [first] = await read(lheo(formation('1')).replaceAll('<action', '<action xmlns=""'));
    expect(first?.kind === 'formation' && first.formation.children[0]?.children[0]?.attributes.numero).toBe('s1');
    expect(summary(await read(lheo(other('http://www.lheo.org/9.9'), formation('3'))))).toEqual([
      'refused namespace-unknown 3:1 /lheo/offres/formation[1] 2',
      'formation 3',
    ]);
  });

  it('reads on where something stands before the declaration, an empty line or another document', async () => {
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
    expect(summary(await read(`\n\n${declaration}${lheo(formation('1'))}`))).toEqual([
      expect.stringMatching(/^repaired declaration-late 3:/),
      'formation 1',
    ]);
    const two = `${declaration}${lheo(formation('1'))}\n${declaration}${lheo(formation('2'))}`;
    const items = summary(await read(two));
    expect(items.filter((line) => line.startsWith('formation'))).toEqual(['formation 1', 'formation 2']);
  });

  it('says in French what is wrong with the XML', async () => {
    const damages = ['<b', '</b>', '<i a=b>', '<i a="1" a="2"/>', ']]>', '<!-- -- -->', '\u0001', '<1>', '< 3'];
    for (const damage of damages) {
      const items = await read(lheo(formation('1', `<intitule-formation>${damage}</intitule-formation>`)));
      const details = items.flatMap((item) => (item.kind === 'formation' ? [] : [item.outcome.detail]));
      expect(details.length, damage).toBeGreaterThan(0);
      for (const detail of details) expect(detail, damage).toMatch(/^(Un|La|«|Session|Quelque|Le|1 «)/);
    }
  });

  it('refuses a DOCTYPE and the entities that it declares', async () => {
    const bomb = `<!DOCTYPE lheo [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${lheo(formation('1'))}`;
    expect(summary(await read(bomb))).toEqual(['failed doctype-refused 1:57 /']);
  });

  it('gives what stands before a cut, lists the sessions lost, and fails', async () => {
    const whole = lheo(formation('1'), formation('2'));
    const items = summary(await read(whole.slice(0, whole.indexOf('</session>', whole.indexOf('numero="s2"')))));
    expect(items).toEqual([
      'formation 1',
      'refused file-cut 4:31 /lheo/offres/formation[2]/action[1]/session[1] s2',
      'failed file-cut 4:62 /lheo/offres/formation[2]/action[1]/session[1] s2',
    ]);
    expect(summary(await read(whole.slice(0, -3)))).toEqual([
      'formation 1',
      'formation 2',
      'failed file-cut 6:5 /lheo',
    ]);
    expect(summary(await read('   '))[0]).toMatch(/^failed not-xml/);
  });

  it('refuses the formation of a misspelt tag, says where, and goes on at the next', async () => {
    const damaged = formation('2', '<objectif-formation>x</objectif-formatoin>');
    const unclosed = formation('3', '<contact-formation><coordonnees>');
    const open = '<formation numero="5"><action><session numero="s5"></session></action>';
    const items = summary(await read(lheo(formation('1'), damaged, unclosed, formation('4'), open, formation('6'))));
    expect(items).toEqual([
      'formation 1',
      'refused xml-damaged 4:65 /lheo/offres/formation[2] 2',
      'refused xml-damaged 4:73 /lheo/offres/session[1] s2',
      'refused xml-damaged 5:125 /lheo/offres/formation[3] 3',
      'formation 4',
      'refused xml-damaged 8:23 /lheo/offres/formation[5] 5',
      'refused xml-damaged 7:31 /lheo/offres/formation[5]/action[1]/session[1] s5',
      'formation 6',
    ]);
  });

  const gone = (items: readonly LheoItem[]) => summary(items).filter((line) => /^(refused|failed)/.test(line));

  it.each([
    [
      'a value whose quote is not closed',
      '<action numero="x><session numero="sb"><periode/></session></action></formation>',
    ],
    ['a tag that is not ended', '<action numero="x"><session numero="sb"></session></action></formation'],
    ['a tag cut in its name', '<intitule-formation>Titre</intitule-formation><acti'],
    ['a subtree that is not closed', '<contact-formation><coordonnees><nom>x'],
    ['an action that is not closed', '<action><session numero="sb"/>'],
    ['a CDATA section that is not closed', '<intitule-formation><![CDATA[Titre</intitule-formation></formation>'],
    ['what only looks like a CDATA section, with a bare &', '<intitule-formation><<![CDATA[a & b</intitule-formation>'],
    ['a stray closing tag', '<action><session numero="sb"/></action></div></formation>'],
    ['a stray end of the file', '<action></action></formation></offres></lheo>'],
    ['a bare <', '<intitule-formation>a < b</intitule-formation></formation>'],
  ])('goes on at the next formation after %s', async (_what, inside) => {
    const text = lheo(formation('1'), `<formation numero="2">${inside}`, formation('3'), formation('4'));
    for (const pieceBytes of [1_000_000, 7]) {
      const items = await read(text, {}, pieceBytes);
      const read1 = summary(items).filter((line) => line.startsWith('formation '));
      expect(read1.filter((line) => line !== 'formation 2')).toEqual(['formation 1', 'formation 3', 'formation 4']);
      if (!read1.includes('formation 2'))
        expect(gone(items).join(' ')).toMatch(/refused xml-damaged \d+:\d+ \S+formation\[2\]/);
      expect(items.filter(({ kind }) => kind === 'failed')).toEqual([]);
    }
  });

  it('loses to any damage in one formation no other, and says which it lost', async () => {
    const inside = '<contact-formation><coordonnees><nom a="b">x</nom></coordonnees></contact-formation>';
    const numbers = ['1', '2', '3', '4', '5'];
    const formations = numbers.map((numero) =>
      formation(numero, `<intitule-formation>Titre</intitule-formation>${inside}`),
    );
    const damaged = formations[2] ?? '';
    const stray = fc.constantFrom(
      '"',
      "'",
      '<',
      '>',
      '</',
      '&',
      '</div>',
      '<nom>',
      '<![CDATA[',
      ']]>',
      '-->',
      '\u0000',
      '=',
      '/',
    );
    const place = fc.integer({ min: 1, max: damaged.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.integer({ min: 0, max: 40 }),
        fc.array(stray, { maxLength: 2 }),
        async (at, cut, strays) => {
          const broken = damaged.slice(0, at) + strays.join('') + damaged.slice(at + cut);
          const items = await read(lheo(...formations.slice(0, 2), broken, ...formations.slice(3)));
          const lines = summary(items);
          const whole = lines.filter((line) => /^formation [1245]$/.test(line));
          // What begins no formation any more is an unknown tag, or text between two formations.
          const isTag = /^<formation[\s/>]/.test(broken);
          expect(whole, lines.join('\n')).toEqual(['formation 1', 'formation 2', 'formation 4', 'formation 5']);
          if (isTag && !lines.some((line) => /^formation/.test(line) && !whole.includes(line))) {
            expect(lines.join('\n')).toMatch(/refused xml-damaged/);
          }
        },
      ),
      { numRuns: 300, examples: [[1, 0, ['<![CDATA[', '&']]] },
    );
  });

  it('reads whatever the accents are in, and says so once for the file', async () => {
    const accented = (numero: string) =>
      formation(numero, '<intitule-formation>Électricité à Orléans</intitule-formation>');
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${lheo(accented('1'), accented('2'))}`;
    const files = [Buffer.from(text), Buffer.from(text.replace('ISO-8859-1', 'UTF-8'), 'latin1')];
    for (const bytes of files) {
      const items = await read(bytes);
      expect(summary(items)).toEqual([expect.stringMatching(/^repaired encoding-wrong/), 'formation 1', 'formation 2']);
      for (const item of items) {
        if (item.kind === 'formation') expect(item.formation.children[0]?.text).toBe('Électricité à Orléans');
      }
    }
  });

  it('says how many formations stand in comments', async () => {
    const items = summary(await read(lheo(formation('1'), `<!-- ${formation('2')} -->`, formation('3'))));
    expect(items).toEqual(['formation 1', 'formation 3', expect.stringMatching(/^ignored formation-commented/)]);
    const open = summary(await read(lheo(formation('1'), '<!-- ', formation('2'), formation('3'))));
    expect(open).toEqual([
      'formation 1',
      expect.stringMatching(/^ignored formation-commented/),
      expect.stringMatching(/^failed file-cut/),
    ]);
  });

  it('keeps characters that XML forbids, and reports them once a formation', async () => {
    const items = await read(lheo(formation('1', '<intitule-formation>R&D &eacute;tage \u0001</intitule-formation>')));
    const read1 = items.find((item) => item.kind === 'formation');
    expect(read1?.kind === 'formation' && read1.formation.children[0]?.text).toBe('R&D &eacute;tage \u0001');
    expect(summary(items).filter((line) => line.startsWith('repaired xml-repaired'))).toHaveLength(3);
  });

  it('reports bare ampersands once a file, with the line of the first, however the bytes are split', async () => {
    const text = lheo(formation('1'), formation('2', '\n<intitule-formation>R&D & B&B</intitule-formation>'));
    for (const size of [1, 7, 100, 10_000]) {
      const last = (await read(text, {}, size)).at(-1);
      expect(last).toMatchObject({ kind: 'outcome', outcome: { rule: 'xml-repaired', place: { line: 5 } } });
      expect(last?.kind === 'outcome' && last.outcome.detail).toBe('3 « & » lus « &amp; », le premier ligne 5.');
    }
  });

  it('reads CDATA, and skips comments, instructions and foreign elements', async () => {
    const inside =
      '<!-- & --><?php x ?><intitule-formation><![CDATA[R&D <b>]]></intitule-formation><x:action xmlns:x="u"/><action xmlns="u"/>';
    const items = await read(lheo(formation('1', inside)));
    expect(summary(items)).toEqual(['formation 1']);
    const [item] = items;
    expect(item?.kind === 'formation' && item.formation.children.map(({ name, text }) => [name, text])).toEqual([
      ['intitule-formation', 'R&D <b>'],
      ['action', ''],
    ]);
  });

  it('reports an unknown element with its place, and never one inside extras', async () => {
    const inside = '<code-FORMACOD>1</code-FORMACOD><extras><prive><session/></prive></extras>';
    expect(summary(await read(lheo(formation('1', inside))))).toEqual([
      'refused element-unknown 3:23 /lheo/offres/formation[1]/code-FORMACOD 1',
      'formation 1',
    ]);
    expect(summary(await read(lheo('<formatoin/>', formation('2'))))).toEqual([
      'refused element-unknown 3:1 /lheo/offres/formatoin',
      'formation 2',
    ]);
  });

  it('holds one formation to its bound, and one token to its own', async () => {
    const large = formation('1', `<certification>${'<code-RNCP>1</code-RNCP>'.repeat(400)}</certification>`);
    const bounds = { formationCharsMax: 2_000 };
    expect(summary(await read(lheo(large, formation('2')), bounds, 500))).toEqual([
      expect.stringMatching(/^refused formation-too-large 3:\d+ /),
      'refused formation-too-large 3:9662 /lheo/offres/session[1] s1',
      'formation 2',
    ]);
    const endless = lheo(formation('1'), `<formation numero="${'9'.repeat(20_000)}">`);
    expect(summary(await read(endless, { tokenCharsMax: 5_000 }, 500))).toEqual([
      'formation 1',
      expect.stringMatching(/^failed token-too-large 4:/),
    ]);
  });

  it('gives the same items however the bytes are split', async () => {
    const fixture = readFileSync(new URL('../../fixtures/traps-2.2.xml', import.meta.url));
    const whole = summary(await read(fixture));
    expect(whole.filter((line) => line.startsWith('formation'))).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (pieceBytes) => {
        expect(summary(await read(fixture, {}, pieceBytes))).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
