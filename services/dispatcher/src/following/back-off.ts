/** How long a receiver that failed is left alone. */
export interface BackOff {
  readonly retryFirstMs: number;
  readonly retryMsMax: number;
}

/**
 * After so many failures in a row: four times as long each time, up to the most, a fifth more or less of it, so that
 * receivers which failed together are not tried together. `random`: 0 to 1.
 */
export function backOffMs(failures: number, { retryFirstMs, retryMsMax }: BackOff, random: number): number {
  const wait = Math.min(retryMsMax, retryFirstMs * 4 ** Math.min(failures - 1, 20));
  return Math.round(wait * (0.8 + 0.4 * random));
}
