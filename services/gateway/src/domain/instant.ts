const shape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Milliseconds of a date and time of RFC 3339 that exists in the calendar, from 1900 on; null for anything else. */
export function instantOf(told: unknown): number | null {
  const match = typeof told === 'string' && told.length <= 40 ? shape.exec(told) : null;
  if (match === null) return null;
  const [text, year, month, day] = match;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // JavaScript carries 30 February over to March.
  if (midnight.getUTCMonth() + 1 !== Number(month) || midnight.getUTCDate() !== Number(day)) return null;
  if (Number(year) < 1900) return null;
  const instant = Date.parse(text.toUpperCase());
  return Number.isNaN(instant) ? null : instant;
}
