import { fieldProblem, isCalendarDay } from '@hub/platform';

export const day = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'Europe/Paris',
  examples: ['2026-04-01'],
} as const;

/** Throws 400 for a day that no calendar has. */
export function requireDay(pointer: string, text: string | null | undefined): void {
  if (text != null && !isCalendarDay(text)) throw fieldProblem(pointer, 'format-wrong', 'a day, as 2026-04-01');
}
