const names = [
  ['janvier', 'janv.'],
  ['février', 'févr.'],
  ['mars', 'mars'],
  ['avril', 'avr.'],
  ['mai', 'mai'],
  ['juin', 'juin'],
  ['juillet', 'juil.'],
  ['août', 'août'],
  ['septembre', 'sept.'],
  ['octobre', 'oct.'],
  ['novembre', 'nov.'],
  ['décembre', 'déc.'],
] as const;

/** Of `2026-03`, or of a day of it: `mars 2026`, which no line parts. */
export function monthName(month: string): string {
  return `${namesOf(month)[0]}\u00a0${yearOf(month)}`;
}

/** `de mars 2026`, `d’avril 2026`. */
export function ofMonth(month: string): string {
  const name = monthName(month);
  return /^[ao]/.test(name) ? `d’${name}` : `de ${name}`;
}

/** Where there is little room: `janv.`. */
export function shortMonth(month: string): string {
  return namesOf(month)[1];
}

export function yearOf(month: string): string {
  return month.slice(0, 4);
}

function namesOf(month: string) {
  return names[Number(month.slice(5, 7)) - 1] ?? ([month, month] as const);
}
