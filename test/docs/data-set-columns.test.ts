import { expect, it } from 'vitest';
import { setKinds } from '../../services/query/src/data-sets/kinds.ts';
import { textOf } from './project-files.ts';

it('The page for partners names every column of every data set', () => {
  const page = textOf('docs/partners.md');
  const points = /^(validation|entry|exit_12|exit_3|exit_6|exit)(?=_)/;
  const missing = Object.entries(setKinds).flatMap(([kind, { columns }]) =>
    columns
      .map(({ name, from }) => `| ${from === 'outcome' ? name.replace(points, '*point*`') : `\`${name}`}\` |`)
      .filter((cell) => !page.includes(cell))
      .map((cell) => `${kind}: ${cell}`),
  );
  expect(missing).toEqual([]);
});
