import { addMonths } from '@hub/core';

/** Months are `YYYY-MM`. */
export function monthsFrom(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7);
}

/** Both included; the oldest first. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthsFrom(month, 1)) months.push(month);
  return months;
}

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

/** `mars 2026`, which no line parts. */
export function monthName(month: string): string {
  return `${namesOf(month)[0]}\u00a0${yearOf(month)}`;
}

export function shortMonth(month: string): string {
  return namesOf(month)[1];
}

export function yearOf(month: string): string {
  return month.slice(0, 4);
}

function namesOf(month: string) {
  return names[Number(month.slice(5)) - 1] ?? ([month, month] as const);
}
