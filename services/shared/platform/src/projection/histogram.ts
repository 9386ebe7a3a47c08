/** Where, among ascending upper bounds, a value is counted; beyond the last: their number. */
export function placeIn(bounds: readonly number[], value: number): number {
  const place = bounds.findIndex((bound) => value <= bound);
  return place === -1 ? bounds.length : place;
}

/** As Prometheus reads a histogram: between two bounds, events are spread evenly; beyond the last, all are at it. */
export function quantileOf(bounds: readonly number[], counts: readonly number[], share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [place, bound] of bounds.entries()) {
    const count = counts[place] ?? 0;
    if (count > 0 && below + count >= wanted) {
      const from = bounds[place - 1] ?? 0;
      return from + ((bound - from) * (wanted - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1) ?? 0;
}
