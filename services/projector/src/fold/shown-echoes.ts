import { type Fact, type FactSet, indexOfFact } from '@hub/core';

/** A fact of one source that another now shows too. */
export interface ShownEcho {
  readonly origin: string;
  readonly source: string;
  /** From the receipt of the fact to that of its echo. */
  readonly seconds: number;
  /** When the hub received the echo: milliseconds since 1970. */
  readonly receivedAt: number;
}

/** Of these facts the echoes whose origin is there, each told for the first time. One that came before its origin is none. */
export function shownEchoes(before: FactSet, after: FactSet, arrived: readonly Fact[]): readonly ShownEcho[] {
  const echoes = arrived.filter(
    ({ data, source, id }) => data.origin !== undefined && indexOfFact(before, source, id) === -1,
  );
  return echoes.flatMap(({ source, data: { origin }, receivedAt }) => {
    const fact = origin && after[indexOfFact(after, origin.source, origin.id)];
    const delayMs = fact === undefined ? Number.NaN : Date.parse(receivedAt) - Date.parse(fact.receivedAt);
    if (fact === undefined || !(delayMs >= 0)) return [];
    return [{ origin: fact.source, source, seconds: delayMs / 1_000, receivedAt: Date.parse(receivedAt) }];
  });
}
