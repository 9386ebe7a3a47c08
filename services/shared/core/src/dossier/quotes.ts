import { compareText, type Fact, groupBy } from './facts.ts';
import { after, gather, gatherList, type Noted, noted } from './noted.ts';
import type { FieldValue, Quote } from './record.ts';
import { type FoldContext, resolveOnly } from './resolve.ts';

type QuoteFact = Fact<'quote-decided'>;

/** Each quote by its own reference, else by its device, with what each of its validators decided. */
export function quotesOf(
  context: FoldContext,
  facts: readonly QuoteFact[],
  previousExitOf: (fact: Fact) => string | null,
): Noted<readonly Quote[]> {
  if (facts.length === 0) return noted([]);
  const byQuote = groupBy(facts, ({ data }) => data.quote ?? data.device);
  const quotes = [...byQuote].sort(([a], [b]) => compareText(a, b));
  return gatherList(
    quotes.map(([, own]): Noted<Quote> => {
      const saidBy = (validator: QuoteFact['data']['decidedBy']) =>
        resolveOnly(
          context,
          own.filter(({ data }) => data.decidedBy === validator),
          previousExitOf,
          ({ data }) => data,
        );
      const said = gather({
        state: saidBy(undefined),
        candidate: saidBy('candidate'),
        franceTravail: saidBy('france-travail'),
      });
      const { state, candidate, franceTravail } = said.value;
      const { quote = null, device } = ((state ?? franceTravail ?? candidate) as FieldValue<QuoteFact['data']>).value;
      const quoted = {
        quote,
        device,
        state: stateIn(state),
        candidate: stateIn(candidate),
        franceTravail: stateIn(franceTravail),
      };
      return after(quoted, said);
    }),
  );
}

function stateIn(value: FieldValue<QuoteFact['data']> | null): Quote['state'] {
  return value === null ? null : { ...value, value: value.value.state };
}
