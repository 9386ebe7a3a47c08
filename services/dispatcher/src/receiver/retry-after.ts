/** What a receiver that is busy asks for (RFC 9110, 10.2.3): seconds, or an HTTP date; null: nothing that can be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^[0-9]{1,10}$/.test(text)) return 1_000 * Number(text);
  const atMs = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** Thu, 26 Nov 2026 19:21:00 GMT: the one form that is written today. */
const httpDate = /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;
