import { expect, it } from 'vitest';
import { csvOf } from './csv-of.ts';

it('parts cells by semicolons and quotes those that hold one', () => {
  expect(csvOf([['mois', 'a;b', 'dit "oui"', 20]])).toBe('mois;"a;b";"dit ""oui""";20\r\n');
});

it.each(['=1+1', '+33', '-2', '@SUM(A1)', '\t=1', '＝1+1', '＋33', '－2', '＠SUM(A1)'])(
  'makes a text of %j, which a spreadsheet would compute',
  (formula) => {
    expect(csvOf([[formula]])).toBe(`'${formula}\r\n`);
  },
);

it.each(['\r=1', '\n=1'])('and of %j, which begins a line of its own', (formula) => {
  expect(csvOf([[formula]])).toBe(`"'${formula}"\r\n`);
});
