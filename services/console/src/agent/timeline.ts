import type { Path } from './answers.ts';
import { cepRows, certificationRows, jobRows, registrationRows } from './beside-rows.ts';
import { positioningRow, trainingRow } from './dossier-rows.ts';
import type { Lane, Row } from './mark.ts';
import type { Words } from './words.ts';

/** A path in lanes, each with rows, the oldest first; what has nothing on any day is left out. */
export function lanesOf(words: Words, path: Path): readonly Lane[] {
  const { dossiers } = path;
  const lanes: readonly Lane[] = [
    { name: 'Positionnements', rows: inOrder(dossiers.map((each) => positioningRow(words, each))) },
    { name: 'Formations', rows: inOrder(dossiers.map((each) => trainingRow(words, each))) },
    { name: 'Emploi', rows: jobRows(words, path) },
    { name: 'Certifications', rows: certificationRows(words, path) },
    { name: 'Conseil en évolution professionnelle', rows: cepRows(path) },
    { name: 'Demande d’emploi', rows: registrationRows(path) },
  ];
  return lanes.filter(({ rows }) => rows.length > 0);
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ marks }) => marks.length > 0).sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1));
}

function firstDay({ marks }: Row): string {
  return marks.map(({ from }) => from).sort()[0] ?? '';
}
