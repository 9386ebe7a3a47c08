/** The name most like one that was written, where one is like it. */
export function nearest(written: string, names: Iterable<string>): string | null {
  let best: { readonly name: string; readonly distance: number } | null = null;
  const folded = fold(written);
  for (const name of names) {
    const other = fold(name);
    // Who wrote the beginning of a name meant it.
    const distance = other.startsWith(folded) && folded.length >= 3 ? 0.5 : distanceOf(folded, other);
    if (distance <= Math.max(2, written.length / 3) && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { name, distance };
    }
  }
  return best?.name ?? null;
}

/** Without case and accents. */
export function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Letters put in, left out or changed (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1];
    for (let place = 0; place < b.length; place += 1) {
      const changed = (row[place] ?? 0) + (b[place] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
