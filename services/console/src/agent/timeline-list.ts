import { type Html, html } from '@hub/platform';
import { day, table } from '../frame/parts.ts';
import { dossierLink, standing } from './agent-parts.ts';
import type { Lane, Mark, Row } from './mark.ts';
import type { Words } from './words.ts';

interface Line {
  readonly lane: string;
  readonly row: Row;
  readonly mark: Mark;
}

/** The same as the picture, in the order of the days. */
export function timelineList(words: Words, lanes: readonly Lane[]): Html {
  const lines = lanes
    .flatMap(({ name, rows }) => rows.flatMap((row): Line[] => row.marks.map((mark) => ({ lane: name, row, mark }))))
    .sort((a, b) => (a.mark.from < b.mark.from ? -1 : 1));
  return table<Line>(
    'Le parcours jour par jour',
    [
      { head: 'Quand', cell: ({ mark }) => when(mark) },
      { head: 'Quoi', cell: ({ mark }) => mark.says },
      { head: 'Où', cell: where },
      { head: 'Dit par', cell: ({ mark }) => (mark.told === null ? null : words.source(mark.told.source)) },
      {
        head: 'Certitude',
        cell: ({ mark: { told } }) => (told?.standing ? standing({ standing: told.standing }) : null),
      },
    ],
    lines,
  );
}

function when({ from, to }: Mark): string {
  if (to === from) return day(from);
  return to === null ? `${day(from)} → en cours` : `${day(from)} → ${day(to)}`;
}

function where({ lane, row: { dossier, head } }: Line): Html | string {
  return dossier === null ? lane : html`${dossierLink(dossier)} ${head}`;
}
