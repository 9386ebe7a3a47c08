import type { CloudEvent } from '@hub/contracts';
import { HubError } from '@hub/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDictionary } from '../dictionary/dictionary.ts';
import type { ReportEvents } from '../import/report-events.ts';
import { readMapping } from './check-mapping.ts';
import { importCsv } from './import-csv.ts';

const dictionary = loadDictionary();
const now = new Date('2026-11-26T12:00:00Z');

const base = {
  name: 'essai',
  source: 'opco',
  key: 'N°',
  fields: { 'trainee.nir': 'NIR', training: { text: 'file:opco:{N°}' } },
  events: [
    {
      event: 'financing-engaged',
      fields: {
        line: 'N°',
        financerSiret: { constant: '99000108300015' },
        funding: { constant: 'opco' },
        device: { constant: 'OPCA' },
        from: 'Début',
        amount: { column: 'Montant', times: 100 },
      },
    },
    { event: 'entry-attested', when: 'Entrée', emptied: 'take-back', fields: { effectiveDate: 'Entrée' } },
  ],
};
const header = 'N°;NIR;Début;Montant;Entrée';

async function imported(
  content: string | Buffer,
  mapping: object = base,
  dated: Date | null = new Date('2026-11-20T08:00:00Z'),
) {
  const events: CloudEvent[] = [];
  const report: ReportEvents = async (batch) => {
    events.push(...batch);
    return batch.map((_, index) => ({ index, status: 'accepted' as const }));
  };
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const result = await importCsv({
    stream: (async function* () {
      for (let from = 0; from < bytes.length; from += 7_000) yield bytes.subarray(from, from + 7_000);
    })(),
    ...(dated === null ? {} : { dated }),
    now,
    report,
    mapping: readMapping(JSON.stringify(mapping), dictionary),
  });
  const rejects = result.rejects.map(
    ({ place, field, rule }) => `${place.line}:${place.column ?? ''} ${field} ${rule}`,
  );
  return { events, result, rejects };
}

const nir = '269054958815780';

describe('a row', () => {
  it('is several events of one statement, in the words of the dictionary', async () => {
    const { events, rejects } = await imported(
      `${header}\nA1;2 69 05 49 588 157 80;01/04/2026;"4 125,50 €";31/12/2025\n`,
    );
    expect(rejects).toEqual([]);
    const [engaged, entered] = events;
    expect(engaged).toMatchObject({
      type: 'hub.financing-engaged',
      source: 'urn:hub:source:opco',
      recordedtime: '2026-11-20T08:00:00.000Z',
      data: { training: ['file:opco:A1'], from: '2026-04-01', amount: 412550, line: 'A1' },
    });
    expect(entered?.data).toMatchObject({ effectiveDate: '2025-12-31', trainee: { nir: '2 69 05 49 588 157 80' } });
    expect(entered?.data.statement).toEqual(engaged?.data.statement);
  });

  it('tells an event only where its columns are filled, and says so where it tells none', async () => {
    const { events, rejects } = await imported(`${header}\nA1;${nir};01/04/2026;10;\n`);
    expect(events.map(({ type }) => type)).toEqual(['hub.financing-engaged']);
    expect(rejects).toEqual([]);
    const conditional = {
      ...base,
      events: [{ event: 'entry-attested', when: 'Entrée', fields: { effectiveDate: 'Entrée' } }],
    };
    expect((await imported(`${header}\nA1;${nir};;;\n`, conditional)).rejects).toEqual(['2: null nothing-told']);
  });

  it('repeated in the same extract is the same fact, and in a later one a newer statement', async () => {
    const file = `${header}\nA1;${nir};01/04/2026;10;01/04/2026\n`;
    const [first, again, later] = [
      await imported(file),
      await imported(file),
      await imported(file, base, new Date('2026-11-21T08:00:00Z')),
    ];
    expect(again.events).toEqual(first.events);
    const statements = [first, later].map(
      ({ events }) => events[0]?.data.statement as { ref: string; sequence: number },
    );
    expect(statements[0]?.ref).toBe(statements[1]?.ref);
    expect(statements[0]?.sequence).toBeLessThan(statements[1]?.sequence ?? 0);
    expect(first.events[0]?.id).not.toBe(later.events[0]?.id);
  });

  it('that says when it was changed is the same in every extract, until it changes', async () => {
    const own = { ...base, recorded: 'Modifié' };
    const file = (day: string) => `${header};Modifié\nA1;${nir};01/04/2026;10;01/04/2026;${day}\n`;
    const [first, later] = [
      await imported(file('03/08/2026 09:15'), own, null),
      await imported(file('03/08/2026 09:15'), own, null),
    ];
    expect(later.events).toEqual(first.events);
    expect(first.events[0]?.recordedtime).toBe('2026-08-03T07:15:00.000Z');
    for (const wrong of ['', 'hier', '01/01/2999']) {
      const { events, rejects } = await imported(file(wrong), own, null);
      expect([events, rejects]).toEqual([[], ['2:6 Modifié recorded-unread']]);
    }
  });

  it('has no part of a person in its ids', async () => {
    const file = (name: string, number: string) => `${header};Nom\nA1;${number};01/04/2026;10;01/04/2026;${name}\n`;
    const named = { ...base, fields: { ...base.fields, 'trainee.birthName': 'Nom' } };
    const [one, other] = [
      await imported(file('Exemple', nir), named),
      await imported(file('Modèle', '185077800608426'), named),
    ];
    expect(one.events.map(({ id }) => id)).toEqual(other.events.map(({ id }) => id));
  });

  it('is refused with line, column, field and reason, and never taken for emptied', async () => {
    const { events, rejects, result } = await imported(
      `${header}\nA1;${nir};31/02/2026;10;01/04/2026\nA2;123;01/04/2026;dix;\nA3;${nir};01/04/2026;10;01/04/2026\n`,
    );
    expect(events.map(({ data }) => data.training)).toEqual([['file:opco:A3'], ['file:opco:A3']]);
    expect(rejects).toEqual([
      '2:3 Début date-impossible',
      '2: null row-held',
      '3:4 Montant type-wrong',
      expect.stringMatching(/^3:2 NIR /),
    ]);
    expect(JSON.stringify(result)).not.toMatch(/31\/02|dix|2690549/);
  });

  it('may lose one field that is wrong, where the mapping says so', async () => {
    const lenient = structuredClone(base) as typeof base & { fields: Record<string, unknown> };
    lenient.fields['trainee.contact.email'] = { column: 'Courriel', ifWrong: 'leave-out' };
    const { events, rejects } = await imported(`${header};Courriel\nA1;${nir};01/04/2026;10;;nulle part\n`, lenient);
    expect(events.map(({ data }) => data.trainee)).toEqual([{ nir }]);
    expect(rejects).toEqual(['2:6 Courriel email-shape']);
  });

  it('with the key of another is told once, or not at all where it says something else', async () => {
    const row = `A1;${nir};01/04/2026;10;`;
    const { events, rejects } = await imported(
      `${header}\n${row}\n${row}\nA1;${nir};02/04/2026;10;\n;${nir};02/04/2026;10;\n`,
    );
    expect(events).toHaveLength(1);
    expect(rejects).toEqual(['3: null repeated', '4: null key-repeated', '5:1 N° key-missing']);
  });
});

describe('a file', () => {
  it.each([
    ['commas', (text: string) => Buffer.from(text.replaceAll(';', ','))],
    ['tabs', (text: string) => Buffer.from(text.replaceAll(';', '\t'))],
    [
      'a byte order mark and the ends of lines of Windows',
      (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`),
    ],
    ['windows-1252', (text: string) => Buffer.from(text, 'latin1')],
    ['the first line of Excel', (text: string) => Buffer.from(`sep=;\n${text}`)],
    ['quotes and spaces around its names', (text: string) => Buffer.from(text.replace('Début', '" Début  "'))],
  ])('may have %s', async (_, encode) => {
    const { events, rejects } = await imported(encode(`${header}\nA1;${nir};01/04/2026;10;01/04/2026\n`));
    expect([events.length, rejects]).toEqual([2, []]);
  });

  it('lacking a column, or having it twice, is refused with the nearest name, beside the faults of the mapping', async () => {
    const wrong = { ...base, source: 'ofeli' };
    await expect(imported(`N°;NIR;Debut;Montant;Entrée;Montant\n`, wrong)).rejects.toThrow(
      /\/source|ofeli does not report[\s\S]*no column "Début"; the nearest is "Debut"[\s\S]*2 columns of the name "Montant"/,
    );
    await expect(imported('', { ...base, key: 'NIR' })).rejects.toThrow(/nothing of a person/);
    expect((await imported('')).rejects).toEqual(['0: null header-missing']);
    await expect(imported(header, base, null)).rejects.toThrow(/--dated/);
  });
});

/** Cells as people write them, and as nobody should. */
const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    ';',
    ',',
    'a"b',
    'x\ny',
    '31/12/2026',
    '2026-02-30',
    '1 234,5',
    nir,
    '\u00a0',
    '=1+1',
    "'",
    '\\',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

describe('a hostile file', () => {
  it('has no key that reads as a NIR, of whichever column it is', async () => {
    const keyed = { ...base, key: 'N° SS' };
    const { events, rejects } = await imported(`${header};N° SS\nA1;${nir};01/04/2026;10;;${nir}\n`, keyed);
    expect(events).toEqual([]);
    expect(rejects).toEqual(['2:6 N° SS nir-in-clear']);
  });

  it.each(['1.5', '0x10', '1e3', '-1', 'deux'])('has no version %s', async (version) => {
    const { events, rejects } = await imported(`${header};V\nA1;${nir};01/04/2026;10;;${version}\n`, {
      ...base,
      sequence: 'V',
    });
    expect(events).toEqual([]);
    expect(rejects).toEqual(['2:6 V sequence-unread']);
  });

  it('without a header has nothing of its first person repeated', async () => {
    const refused = await imported(`A1;${nir};Nira;Debit;Entré\n`, { ...base, key: 'Nom' }).catch(String);
    expect(refused).not.toMatch(/Nira|Debit|"Entré"/);
    const typed = await imported(`n°;nir;debut;Montan;entree\nA1;${nir};01/04/2026;10;\n`).catch(String);
    expect(typed).toMatch(/the nearest is "Montan"/);
  });

  it('sends no control characters to a terminal by its header', async () => {
    const refused = await imported(`${header.replace('Montant', 'Mon\u001b[31m\u0007tan')}\n`).catch(String);
    expect(refused).toMatch(/no column "Montant"/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for
    expect(refused).not.toMatch(/[\u001b\u0007]/);
  });

  it('may have a header longer than what is looked at first', async () => {
    const wide = Array.from({ length: 10_000 }, (_, place) => `une autre colonne ${place}`);
    const content = `${wide.join(';')};${header}\n${';'.repeat(wide.length)}A1;${nir};01/04/2026;10;\n`;
    expect((await imported(content)).events).toHaveLength(1);
    await expect(imported(content.replace('Montant', 'Montan'))).rejects.toThrow(/no column "Montant"/);
  });
});

describe('any file', () => {
  it('has every row told, or reported by its line', async () => {
    const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell), { maxLength: 12 });
    const form = fc.record({
      delimiter: fc.constantFrom(';', ',', '\t', '|'),
      end: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\uFEFF'),
      more: fc.array(fc.stringMatching(/^[a-z" ]{1,8}$/), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(rows, form, async (cells, { delimiter, end, mark, more }) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const names = ['N°', 'NIR', 'Début', 'Montant', 'Entrée', ...more.map((name, place) => `${name} ${place}`)];
        const lines = cells.map((row, place) =>
          [`K${place}`, ...row.slice(1), ...more].map((text) => quoted(text.replaceAll('\0', ''))).join(delimiter),
        );
        const starts = lines.map((_, place) => lineBreaks([names.join(''), ...lines.slice(0, place)]) + place + 2);
        const content = mark + [names.map(quoted).join(delimiter), ...lines].join(end);
        const { events, result } = await imported(content);
        const told = new Set(events.map(({ data }) => String((data.training as string[])[0])));
        const reported = new Set(result.rejects.map(({ place }) => place.line));
        for (const [place, start] of starts.entries()) {
          const isKnown = told.has(`file:opco:K${place}`) || reported.has(start);
          expect(isKnown, `row ${place} at ${start}`).toBe(true);
        }
        expect(result.records).toBe(cells.length);
      }),
      { numRuns: 60 },
    );
  });

  it('never ends an import but by saying what is wrong', async () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc.array(cell, { maxLength: 40 }).map((cells) => Buffer.from(`${header}\n${cells.join(';')}`)),
      fc
        .array(fc.constantFrom('"', ';', '\n', '\r', 'a', nir), { maxLength: 80 })
        .map((parts) => Buffer.from(`${header}\n${parts.join('')}`)),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        const outcome = await imported(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(HubError);
        else {
          const { result } = outcome as Awaited<ReturnType<typeof imported>>;
          expect(result.events > 0 || result.rejected > 0 || result.records === 0).toBe(true);
          expect(result.records).toBeLessThanOrEqual(result.events + result.rejected);
        }
      }),
      { numRuns: 120 },
    );
  });
});

function lineBreaks(texts: readonly string[]): number {
  return texts.join('').split('\n').length - 1;
}
