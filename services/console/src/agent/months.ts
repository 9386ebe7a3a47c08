const names = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
  ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
];
const lettersMax = 5;

/** `2026-11` → `novembre 2026`. */
export function monthName(month: string): string {
  return `${nameOf(month)} ${month.slice(0, 4)}`;
}

/** The same where there is little room: `nov. 2026`. */
export function shortMonthName(month: string): string {
  const name = nameOf(month);
  return `${name.length <= lettersMax ? name : `${name.slice(0, lettersMax - 1)}.`} ${month.slice(0, 4)}`;
}

function nameOf(month: string): string {
  return names[Number(month.slice(5, 7)) - 1] ?? month;
}
