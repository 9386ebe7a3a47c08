import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import type { ImportResult } from '@hub/platform';
import { afterAll, describe, expect, it } from 'vitest';
import { importLheo } from './import-lheo.ts';

const folder = mkdtempSync(join(tmpdir(), 'versions-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = new Date('2026-11-26T08:00:00Z');

interface Written {
  readonly name?: string;
  readonly root?: string;
  readonly session?: string;
  readonly action?: string;
  readonly end?: string;
  readonly state?: string;
}

function offer({ root = '', session = '', action = '07_2', end = '20270226', state }: Written): string {
  const extras =
    state === undefined ? '' : `<extras info="etat-session"><extra info="etat-session">${state}</extra></extras>`;
  return `<lheo xmlns="http://www.lheo.org/2.2" ${root}><offres><formation numero="07_1">
<intitule-formation>Soudage</intitule-formation><action numero="${action}">
<modalites-entrees-sorties>0</modalites-entrees-sorties><session numero="3" ${session}>
<periode><debut>20261201</debut><fin>${end}</fin></periode>${extras}</session></action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>49386136300064</SIRET></SIRET-organisme-formation>
</organisme-formation-responsable></formation></offres></lheo>`;
}

function file(written: Written, place = 0): string {
  const path = join(folder, written.name ?? `Y${place}.xml`);
  writeFileSync(path, offer(written));
  return path;
}

async function imported(files: readonly string[]): Promise<{ events: CloudEvent[]; result: ImportResult }> {
  const events: CloudEvent[] = [];
  const result = await importLheo({
    files,
    now,
    report: async (batch) => {
      events.push(...batch);
      return batch.map((_, index) => ({ index, status: 'accepted' }));
    },
  });
  return { events, result };
}

type Said = { end?: string; statement: { ref: string; sequence: number } };
const said = ({ data }: CloudEvent) => data as unknown as Said;

/** The end that stands once all this was reported, in whichever order; undefined where two ends are tied. */
function standing(events: readonly CloudEvent[]): string | undefined {
  const published = events.filter(({ type }) => type === 'hub.session-published').map(said);
  const newest = Math.max(...published.map(({ statement }) => statement.sequence));
  const ends = new Set(published.filter(({ statement }) => statement.sequence === newest).map(({ end }) => end));
  return ends.size === 1 ? [...ends][0] : undefined;
}

const olderAndNewer: readonly (readonly [string, Written, Written])[] = [
  ['the stamp of the session', { session: 'datemaj="20261109"' }, { session: 'datemaj="20261110"' }],
  [
    'the date of the export, where the stamp of the session is the same',
    { root: 'datemaj="20261109"', session: 'datemaj="20261001"' },
    { root: 'datemaj="20261110"', session: 'datemaj="20261001"' },
  ],
  [
    'the instant of the export, on one day',
    { root: 'horodatage-export="2026-11-10T06:00:00+01:00"', session: 'datemaj="20261110"' },
    { root: 'horodatage-export="2026-11-10T18:00:00+01:00"', session: 'datemaj="20261110"' },
  ],
  ['the date of the export alone', { root: 'datemaj="20261109"' }, { root: 'datemaj="20261110"' }],
  ['the name of the file', { name: 'offre-20261109.xml' }, { name: 'offre-20261110.xml' }],
  [
    'the stamp of the session, whatever the export says',
    { root: 'datemaj="20261110"', session: 'datemaj="20261101"' },
    { root: 'datemaj="20261105"', session: 'datemaj="20261102"' },
  ],
];

describe('which of two extracts of a session stands', () => {
  it.each(olderAndNewer)('is told by %s: in either order, in one run or in two', async (_by, older, newer) => {
    const [first, second] = [file(older, 1), file({ ...newer, end: '20270326' }, 2)];
    for (const files of [
      [first, second],
      [second, first],
    ]) {
      const { events, result } = await imported(files);
      expect(standing(events)).toBe('2027-03-26');
      expect(result.rules).toEqual({});
    }
    const [alone, late] = [await imported([second]), await imported([first])];
    expect(standing([...alone.events, ...late.events])).toBe('2027-03-26');
  });

  it('is told where one file has the session twice', async () => {
    const [older, newer] = [
      offer({ session: 'datemaj="20261109"' }),
      offer({ session: 'datemaj="20261110"', end: '20270326' }),
    ];
    const both = (a: string, b: string) => a.replace('</offres>', `${/<formation.*<\/formation>/s.exec(b)}</offres>`);
    for (const text of [both(older, newer), both(newer, older)]) {
      const path = join(folder, 'twice.xml');
      writeFileSync(path, text);
      const { events, result } = await imported([path]);
      expect(standing(events)).toBe('2027-03-26');
      expect(result.rules).toEqual({});
    }
  });

  it('is reported as a tie where nothing tells it, with the place of the other', async () => {
    const one = { root: 'datemaj="20261110"', session: 'datemaj="20261101"' };
    const { events, result } = await imported([file(one, 1), file({ ...one, end: '20270326' }, 2)]);
    expect(events).toHaveLength(2);
    expect(standing(events)).toBeUndefined();
    expect(result.severities).toMatchObject({ doubtful: 1, refused: 0 });
    expect(result.rejects[0]).toMatchObject({
      rule: 'version-tied',
      place: { file: join(folder, 'Y2.xml'), line: 3 },
      detail: expect.stringContaining(`ligne 3 de ${join(folder, 'Y1.xml')}`),
    });
  });

  it('is no question between slots of two sessions that are numbered alike', async () => {
    const slot = (session: string, day: string) =>
      `<session numero="${session}"><periode><debut>20261201</debut><fin>20270226</fin></periode>
<recrutement numero="1"><modalite-recrutement>9</modalite-recrutement><periode><debut>${day}</debut></periode></recrutement></session>`;
    const path = join(folder, 'slots.xml');
    const whole = offer({ root: 'datemaj="20261101"' });
    writeFileSync(
      path,
      whole.replace(/<session[\s\S]*<\/session>/, `${slot('3', '20261120')}${slot('4', '20261121')}`),
    );
    const { events, result } = await imported([path]);
    expect(events.filter(({ type }) => type === 'hub.recruitment-opened')).toHaveLength(2);
    expect(result.rejects).toEqual([]);
  });

  it('is no question where both say the same: the second is left out, and reported', async () => {
    const one = { root: 'datemaj="20261110"', state: 'ANNU' };
    const { events, result } = await imported([file(one, 1), file(one, 2)]);
    expect(events.map(({ type }) => type)).toEqual(['hub.session-published', 'hub.session-withdrawn']);
    expect(result.rules).toEqual({ 'session-repeated': 1 });
    expect((await imported([file(one, 2)])).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('is doubted once a file where a modification is later than the extract', async () => {
    const text = offer({ session: 'datemaj="20261110"' });
    const path = join(folder, 'offre-20261105.xml');
    writeFileSync(
      path,
      text.replace(
        '</offres>',
        `${/<formation.*<\/formation>/s.exec(text)}</offres>`.replace('numero="3"', 'numero="4"'),
      ),
    );
    const { events, result } = await imported([path]);
    expect(events).toHaveLength(2);
    expect(result.rules).toEqual({ 'extract-older': 1 });
  });

  it('reports a date of the export that is none', async () => {
    const { result } = await imported([file({ root: 'datemaj="20261399"', session: 'datemaj="20261110"' })]);
    expect(result.rejects).toMatchObject([{ rule: 'stamp-invalid', element: 'lheo', severity: 'refused' }]);
  });

  it('is told of a session that moved to another action', async () => {
    const [before, after] = [
      { root: 'datemaj="20261109"' },
      { root: 'datemaj="20261110"', action: '07_9', end: '20270326' },
    ];
    const { events, result } = await imported([file(before, 1), file(after, 2)]);
    expect(standing(events)).toBe('2027-03-26');
    expect(events.map((event) => said(event).statement.ref)).toEqual(['session:07:3', 'session:07:3']);
    expect(result.rules).toEqual({});
  });

  it('takes a withdrawal back where a later extract publishes the session again, under one reference', async () => {
    const [withdrawn, again] = [
      { root: 'datemaj="20261109"', state: 'SUSP' },
      { root: 'datemaj="20261110"', state: 'DIFF' },
    ];
    const { events } = await imported([file(again, 2), file(withdrawn, 1)]);
    const statements = events.map((event) => ({ type: event.type, ...said(event).statement }));
    expect(new Set(statements.map(({ ref }) => ref))).toEqual(new Set(['session:07:3']));
    const newest = Math.max(...statements.map(({ sequence }) => sequence));
    expect(statements.filter(({ sequence }) => sequence === newest).map(({ type }) => type)).toEqual([
      'hub.session-published',
    ]);
  });
});
