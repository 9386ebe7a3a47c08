import { parisDay } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import type { AttemptGroup } from './attempts.ts';
import { attemptRole, kindOf } from './event-kinds.ts';
import { merged, refs } from './fact-refs.ts';
import type { Fact } from './facts.ts';
import type { Anomaly, Attempt } from './record.ts';

type Found = readonly Anomaly[];

/** What the state of an attempt does not allow (rules.md, Anomalies). `groups`: the attempts with their facts, in the same order. */
export function anomaliesOfEnrolment(
  context: AnomalyContext,
  live: readonly Fact[],
  attempts: readonly Attempt[],
  groups: readonly AttemptGroup[],
): Found {
  return [
    ...trainedWithoutEnrolment(context, live, attempts),
    ...attempts.flatMap((attempt, index) => certifiedWithoutRetention(context, attempt, groups[index]?.facts ?? [])),
  ];
}

/** Who is not registered is neither paid for nor paid (Guide Kairos 2021, l. 872-875). */
function trainedWithoutEnrolment(context: AnomalyContext, live: readonly Fact[], attempts: readonly Attempt[]): Found {
  const isRefused = ({ enrolment }: Attempt) => enrolment?.value === 'not-registered';
  if (!attempts.some(isRefused)) return [];
  const byAttempt = Map.groupBy(live, (fact) => {
    const day = dayTrained(fact);
    const own = day === null ? undefined : attempts.findLast(({ openedOn }) => openedOn <= day);
    return own !== undefined && isRefused(own) && day !== null && day >= (own.enrolment?.effectiveDate ?? '')
      ? own
      : null;
  });
  return [...byAttempt].flatMap(([attempt, following]) => {
    if (attempt?.enrolment == null) return [];
    const { enrolment, key } = attempt;
    const refusedOn = enrolment.effectiveDate ?? '';
    const facts = merged([enrolment], refs(following));
    return anomaly(context, 'training-not-registered', facts, { attempt: key, refusedOn });
  });
}

/** The first day of what supposes that somebody is in training or is paid; null for anything else. */
function dayTrained(fact: Fact): string | null {
  switch (fact.type) {
    case 'entry-attested':
    case 'resumption-attested':
    case 'financing-realised':
    case 'service-done':
      return fact.effectiveDate;
    case 'hours-realised':
      return fact.data.hoursCentre + fact.data.hoursCompany > 0 ? fact.effectiveDate : null;
    case 'attendance-reported':
      return fact.data.hours === 0 ? null : `${fact.data.month}-01`;
    case 'financing-engaged':
    case 'remuneration-set':
      // What is planned may bear a day to come: it was decided when it was recorded.
      return parisDay(fact.recordedAt);
    default:
      return null;
  }
}

/**
 * A certificate is made for who is retained or registered (Guide Kairos 2021, l. 865-867); a firm place or a validated plan
 * stands for that where no result was told (Webinaire 2026, l. 64-67; inferred).
 */
function certifiedWithoutRetention(context: AnomalyContext, attempt: Attempt, facts: readonly Fact[]): Found {
  const { selection, enrolment, flags, key } = attempt;
  const isRetained = selection?.value === 'retained' || enrolment?.value === 'registered';
  if (isRetained || flags.firmPlace !== null || flags.trainingPlanValidated !== null) return [];
  const certificates = facts.filter(({ type }) => attemptRole(type) !== null && kindOf(type).isCertificate);
  if (certificates.length === 0) return [];
  return anomaly(context, 'certificate-without-retention', refs(certificates), { attempt: key });
}
