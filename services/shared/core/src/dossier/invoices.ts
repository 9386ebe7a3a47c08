import { fieldKey } from './event-kinds.ts';
import { compareText, type Fact, type FactsByType, factsOf, groupBy } from './facts.ts';
import { after, gather, gatherList, type Noted, noted } from './noted.ts';
import type { Invoice, PaperOf } from './record.ts';
import { type FoldContext, resolveOnly } from './resolve.ts';

type InvoiceFact = Fact<'invoice-prepared' | 'invoice-sent'>;

/** Each invoice by its period and reference, prepared and sent, without amounts (rules.md, The record). */
export function invoicesOf(
  context: FoldContext,
  facts: FactsByType,
  previousExitOf: (fact: Fact) => string | null,
): Noted<readonly Invoice[]> {
  const prepared = factsOf(facts, 'invoice-prepared');
  const sent = factsOf(facts, 'invoice-sent');
  if (prepared.length + sent.length === 0) return noted([]);
  const byPaper = groupBy<InvoiceFact, string>([...prepared, ...sent], fieldKey);
  const stateOf = (own: readonly InvoiceFact[]) =>
    resolveOnly(context, own, previousExitOf, ({ data }) => data.state as string);
  const invoices = [...byPaper].sort(([a], [b]) => compareText(a, b));
  return gatherList(
    invoices.map(([, own]): Noted<Invoice> => {
      const ofType = (type: InvoiceFact['type']) => stateOf(own.filter((fact) => fact.type === type));
      const fields = gather({ prepared: ofType('invoice-prepared'), sent: ofType('invoice-sent') });
      return after({ ...paperOf(own[0] as InvoiceFact), ...fields.value }, fields);
    }),
  );
}

export function paperOf({ data }: InvoiceFact | Fact<'attendance-sheet-signed'>): PaperOf {
  const { month = null, periodStart = null, periodEnd = null, document = null } = data;
  return { month, periodStart, periodEnd, document };
}
