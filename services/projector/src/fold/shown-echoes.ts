import { type Fact, type FactSet, indexOfFact } from '@hub/core';

/** A fact by which one source shows what another reported. */
export interface ShownEcho {
  readonly source: string;
  /** RFC 3339, as `originReceivedAt`. */
  readonly receivedAt: string;
  readonly origin: { readonly source: string; readonly id: string };
  /** Null: what it shows is not among these facts. */
  readonly originReceivedAt: string | null;
}

/** The echoes that arrived, each told for the first time. */
export function shownEchoes(before: FactSet, after: FactSet, arrived: readonly Fact[]): readonly ShownEcho[] {
  return arrived.flatMap(({ source, id, receivedAt, data: { origin } }) => {
    if (origin === undefined || indexOfFact(before, source, id) !== -1) return [];
    const fact = after[indexOfFact(after, origin.source, origin.id)];
    return [{ source, receivedAt, origin, originReceivedAt: fact?.receivedAt ?? null }];
  });
}

/** From the receipt of the fact to that of its echo; null where it has not come, or came after it. */
export function echoSeconds({ receivedAt, originReceivedAt }: ShownEcho): number | null {
  if (originReceivedAt === null) return null;
  const delayMs = Date.parse(receivedAt) - Date.parse(originReceivedAt);
  return delayMs >= 0 ? delayMs / 1_000 : null;
}
