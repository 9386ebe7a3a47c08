import type { EchoExpected } from '../rules.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import type { Anomaly, Attempt, DossierRecord, FactRef, FieldValue } from './record.ts';

const hourMs = 3_600_000;
const code = 'echo-missing';

/**
 * Facts that another system, which positioned the candidate, should have shown by now and has not (rules.md, Prefill and echo).
 * `nowMs`: milliseconds since 1970; null: those that are awaited still, whatever the hour.
 */
export function echoesMissing(
  context: AnomalyContext,
  { attempts, stays, funding }: Pick<DossierRecord, 'attempts' | 'stays' | 'funding'>,
  nowMs: number | null,
): readonly Anomaly[] {
  const { threshold = 0, echoes = [] } = context.rules.anomalies[code] ?? {};
  if (echoes.length === 0 || stays.length === 0 || attempts.length === 0) return [];
  const told = attempts.flatMap(sourcesOf);
  return echoes
    .filter(({ by, fundings }) => fundings.some((each) => each === funding) && by.some((each) => told.includes(each)))
    .flatMap((expected) =>
      stays.flatMap((stay) => {
        const facts = [
          ...(expected.events.includes('entry-attested') ? [stay.entry] : []),
          ...(expected.events.includes('exit-declared') ? [stay.exit] : []),
        ];
        const missing = facts.filter((fact) => fact !== null && isMissing(fact, expected));
        return missing
          .filter((fact) => nowMs === null || Date.parse(fact?.receivedAt ?? '') + threshold * hourMs < nowMs)
          .flatMap((fact) => missingEcho(context, fact as FactRef, { stay: stay.key, by: expected.by[0] ?? '' }));
      }),
    );
}

function missingEcho(
  context: AnomalyContext,
  { source, eventId }: FactRef,
  about: Anomaly['about'],
): readonly Anomaly[] {
  return anomaly(context, code, [{ source, eventId }], about, 'assessed');
}

/** A system that says otherwise has shown it too. */
function isMissing(fact: FieldValue<string>, { of, by, from }: EchoExpected): boolean {
  const spoke = [...fact.confirmedBy, ...fact.contestedBy];
  return fact.source === of && (fact.effectiveDate ?? '') >= from && !spoke.some(({ source }) => by.includes(source));
}

/** Who told something of an attempt. */
function sourcesOf(attempt: Attempt): readonly string[] {
  const { positioned, contacted, presence, selection, validation, enrolment, withdrawal, flags } = attempt;
  const values = [positioned, contacted, ...presence, selection, validation, enrolment, withdrawal];
  return [...values, ...Object.values(flags)].flatMap((value) => value?.source ?? []);
}
