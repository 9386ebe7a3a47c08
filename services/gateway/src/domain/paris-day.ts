const formatter = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const hourMs = 3_600_000;
const known = new Map<number, string>();
const knownMax = 10_000;

/** `YYYY-MM-DD` in Europe/Paris at this instant (milliseconds). Days there begin at a full hour of UTC. */
export function parisDay(instantMs: number): string {
  const hour = Math.floor(instantMs / hourMs);
  const cached = known.get(hour);
  if (cached !== undefined) return cached;
  if (known.size >= knownMax) known.clear();
  const day = formatter.format(instantMs);
  known.set(hour, day);
  return day;
}
