/** Code du travail, R6323-39: until three years after the death of the holder, and six months for what takes its time. */
const retained = { years: 3, months: 6 } as const;

/**
 * The first day on which the data of a person are kept no longer, of the day of death (`YYYY-MM-DD`). A day that its month
 * does not have is the last of that month.
 */
export function retentionEndsOn(death: string): string {
  const [year = 0, month = 1, day = 1] = death.split('-').map(Number);
  const months = year * 12 + (month - 1) + retained.years * 12 + retained.months;
  const [endYear, endMonth] = [Math.floor(months / 12), (months % 12) + 1];
  const parts = [endYear, endMonth, Math.min(day, daysOfMonth(endYear, endMonth))];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
