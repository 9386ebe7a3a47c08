/** Code du travail, R6323-39: until three years after the death of the holder, and six months for what takes its time. */
const retained = { years: 3, months: 6 } as const;

/**
 * The first day on which the data of a person are kept no longer, of the day of death (`YYYY-MM-DD`). A day that its month
 * does not have is the last of that month.
 */
export function retentionEndsOn(death: string): string {
  const [year = 0, month = 1, day = 1] = death.split('-').map(Number);
  const months = year * 12 + (month - 1) + retained.years * 12 + retained.months;
  const [endYear, endMonth] = [Math.floor(months / 12), months % 12];
  const last = new Date(Date.UTC(endYear, endMonth + 1, 0)).getUTCDate();
  const parts = [String(endYear).padStart(4, '0'), endMonth + 1, Math.min(day, last)];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
