import { anomaly } from './anomaly.ts';
import { type AttemptGroup, compareDays, isAppointment } from './attempts.ts';
import { regimeOf } from './authority.ts';
import { fieldKey } from './event-kinds.ts';
import { compareOnTimeLine, namedBy, refOf, refs } from './fact-refs.ts';
import { byType, compareText, type Fact, type FactsByType, factsOf, groupBy } from './facts.ts';
import { after, gather, gatherList, type Noted, type Noticed, noted } from './noted.ts';
import {
  type Anomaly,
  type Appointment,
  type Attempt,
  type AttemptLine,
  type AttemptState,
  attemptLines,
  type FieldValue,
  type RegimeShown,
} from './record.ts';
import { type FoldContext, resolve, resolveEach, resolveLast, tieOf, yes } from './resolve.ts';

/**
 * Resolves the fields of one attempt; its state is that of its last filled line (rules.md, Attempts). `previousExit`: day of
 * the exit that closed the stay before.
 */
export function describeAttempt(
  context: FoldContext,
  group: AttemptGroup,
  previousExit: string | null,
): Noted<Attempt> {
  const facts = byType(group.facts);
  const line = <T, F extends Fact>(own: readonly F[], read: (fact: F) => T) =>
    resolveLast(context, own, () => previousExit, read);
  const presence = presences(context, factsOf(facts, 'presence-recorded'), previousExit);
  const flags = gather({
    certificateIssued: line(factsOf(facts, 'enrolment-certificate-issued'), yes),
    registrationCertificateIssued: line(factsOf(facts, 'registration-certificate-issued'), yes),
    firmPlace: line(factsOf(facts, 'firm-place-granted'), yes),
    trainingPlanValidated: line(factsOf(facts, 'training-plan-validated'), yes),
  });
  const lines = gather({
    presence,
    flags,
    positioned: line(factsOf(facts, 'candidate-positioned'), ({ data: { by, mode } }) => ({ by, mode })),
    contacted: line(factsOf(facts, 'candidate-contacted'), yes),
    appointment: appointmentOf(context, facts, presence.value, previousExit),
    selection: line(factsOf(facts, 'selection-decided'), ({ data }) => data.result),
    validation: line(factsOf(facts, 'validation-requested'), ({ data: { validator } }) => ({ validator })),
    enrolment: line(factsOf(facts, 'enrolment-decided'), ({ data }) => data.decision),
    withdrawal: line(factsOf(facts, 'positioning-withdrawn'), ({ data: { by } }) => ({ by })),
  });
  const attempt = {
    key: group.key,
    openedOn: group.openedOn,
    regime: regimeOfAttempt(context, group, factsOf(facts, 'candidate-positioned'), previousExit),
    ...lines.value,
  };
  const decided = stateOfAttempt(attempt, group);
  const missing = decided.state === 'withdrawn' ? [] : certificateMissing(context, attempt, facts);
  return after({ ...attempt, ...decided }, lines, { anomalies: missing, decisions: [] });
}

/** The regime of the attempt's own earliest positioning; a stay instead takes the earliest since the stay before. */
function regimeOfAttempt(
  { authority }: FoldContext,
  { opener }: AttemptGroup,
  positioned: readonly Fact[],
  previousExit: string | null,
): RegimeShown {
  const [first] = positioned.toSorted(compareDays);
  return first === undefined
    ? regimeOf(authority, opener, previousExit)
    : regimeOf(authority, first, first.effectiveDate ?? '');
}

function presences(
  context: FoldContext,
  facts: readonly Fact<'presence-recorded'>[],
  previousExit: string | null,
): Noted<Attempt['presence']> {
  if (facts.length === 0) return noted([]);
  const values = [...groupBy(facts, fieldKey).values()].map((own) => {
    const value = resolve(context, own, previousExit, ({ data }) => data.presence);
    return after({ ...value.value, slot: own[0]?.data.slot ?? null }, value);
  });
  const all = gatherList(values);
  if (all.value.length < 2) return all;
  const sorted = all.value.toSorted(compareOnTimeLine);
  return after(sorted, all, tieOfLast(context, facts, sorted));
}

/** Of values on the time line the last stands; where others of its day say otherwise, it was chosen by its id. */
function tieOfLast(context: FoldContext, facts: readonly Fact[], values: readonly FieldValue<unknown>[]): Noticed {
  const last = values.at(-1);
  const equal = values.filter((each) => each.effectiveDate === last?.effectiveDate && each.value !== last.value);
  if (last === undefined || equal.length === 0) return { anomalies: [], decisions: [] };
  return { anomalies: tieOf(context, namedBy([last, ...equal], facts)), decisions: [] };
}

/**
 * Line 3: a cancel beats the appointment of its own slot; among slots the last transfer or positioning, by date of the act;
 * a presence on a slot beats its cancel (rules.md, Attempts).
 */
function appointmentOf(
  context: FoldContext,
  facts: FactsByType,
  presence: Attempt['presence'],
  previousExit: string | null,
): Noted<Appointment | null> {
  const given = factsOf(facts, 'candidate-positioned').filter(isAppointment);
  const moved = factsOf(facts, 'appointment-transferred');
  const cancels = factsOf(facts, 'appointment-cancelled');
  if (given.length + moved.length + cancels.length === 0) return noted(null);
  const positioned = resolveEach(
    context,
    given,
    () => previousExit,
    ({ data }) => data.slot ?? '',
  );
  const transfers = resolveEach(context, moved, () => previousExit, slotsOfTransfer);
  const ends = transfers.value.map((transfer) => ({ ...transfer, value: transfer.value.to }));
  const acts = inOrderOfActs(positioned.value, ends, transfers.value);
  const last = acts.at(-1);
  const slot = last?.value ?? null;
  const cancel = cancelOf(context, cancels, last, previousExit);
  const anomalies = transfersAfterCancel(context, moved, cancels);
  const left = new Set(transfers.value.map(({ value }) => value.from));
  // The slot held last is none that was left, but by a circle of transfers.
  const tie = tieOfLast(
    context,
    [...given, ...moved],
    acts.filter((act) => act === last || !left.has(act.value)),
  );
  const noticed = [positioned, transfers, cancel, { anomalies, decisions: [] }, tie];
  const isSeen = presence.some((value) => value.slot !== null && value.slot === slot);
  const held = { slots: [...new Set(acts.map(({ value }) => value))], transfers: transfers.value };
  if (cancel.value !== null && !isSeen) {
    const since = cancel.value;
    return after({ slot: since.value ?? slot, state: 'cancelled', since, ...held }, ...noticed);
  }
  return after(last === undefined ? null : { slot, state: 'appointed', since: last, ...held }, ...noticed);
}

/** By day; on one day a slot is given before it is left, and a transfer to a slot comes before the one that leaves it. */
function inOrderOfActs(
  given: readonly FieldValue<string>[],
  ends: readonly FieldValue<string>[],
  transfers: readonly FieldValue<{ readonly from: string; readonly to: string }>[],
): readonly FieldValue<string>[] {
  if (ends.length === 0) return given;
  const fromOf = new Map(ends.map((end, index) => [end, transfers[index]?.value.from]));
  const acts: FieldValue<string>[] = [...given];
  for (const end of ends) {
    // Those of its day that leave the slot to which it leads come after it.
    const next = acts.findIndex((act) => act.effectiveDate === end.effectiveDate && fromOf.get(act) === end.value);
    const isCircle = next >= 0 && acts[next]?.value === fromOf.get(end);
    acts.splice(next < 0 || isCircle ? acts.length : next, 0, end);
  }
  return acts.sort((a, b) => compareText(a.effectiveDate ?? '', b.effectiveDate ?? ''));
}

function slotsOfTransfer({ data }: Fact<'appointment-transferred'>): { from: string; to: string } {
  return { from: data.fromSlot, to: data.toSlot };
}

/** The cancel of the slot held last; one without a slot cancels the appointment that stood on its day. */
function cancelOf(
  context: FoldContext,
  cancels: readonly Fact<'appointment-cancelled'>[],
  last: FieldValue<string> | undefined,
  previousExit: string | null,
): Noted<FieldValue<string | null> | null> {
  const own = cancels.filter(({ data, effectiveDate }) =>
    data.slot !== undefined && last !== undefined
      ? data.slot === last.value
      : (effectiveDate ?? '') >= (last?.effectiveDate ?? ''),
  );
  return resolveLast(
    context,
    own,
    () => previousExit,
    ({ data }) => data.slot ?? null,
  );
}

/** A transfer is possible only if the appointment was not cancelled on a day before; of one day nothing says what came first. */
function transfersAfterCancel(
  context: FoldContext,
  transfers: readonly Fact<'appointment-transferred'>[],
  cancels: readonly Fact<'appointment-cancelled'>[],
): readonly Anomaly[] {
  return transfers.flatMap((transfer) => {
    const before = cancels.filter(
      (cancel) =>
        (cancel.data.slot === undefined || cancel.data.slot === transfer.data.fromSlot) &&
        (cancel.effectiveDate ?? '') < (transfer.effectiveDate ?? ''),
    );
    return before.length === 0 ? [] : anomaly(context, 'transfer-after-cancellation', refs([transfer, ...before]));
  });
}

type Lines = Omit<Attempt, 'state' | 'since' | 'skipped'>;

function stateOfAttempt(attempt: Lines, group: AttemptGroup): Pick<Attempt, 'state' | 'since' | 'skipped'> {
  const lines = filledLines(attempt);
  const withdrawal = lines.at(-1)?.line === 'withdrawal' ? lines.at(-1) : undefined;
  const standing = withdrawal !== undefined && reopened(lines, group) ? lines.slice(0, -1) : lines;
  const last = standing.at(-1);
  if (last === undefined) return { state: 'positioned', since: sinceOf(group.opener), skipped: [] };
  const filled = new Set(standing.map(({ line }) => line));
  const before = attemptLines.slice(0, attemptLines.indexOf(last.line));
  return {
    state: last.state,
    since: { source: last.value.source, eventId: last.value.eventId, effectiveDate: last.value.effectiveDate },
    skipped: last.line === 'withdrawal' ? [] : before.filter((line) => !filled.has(line)),
  };
}

function sinceOf(fact: Fact): Attempt['since'] {
  return { ...refOf(fact), effectiveDate: fact.effectiveDate };
}

interface FilledLine {
  readonly line: AttemptLine;
  readonly state: AttemptState;
  readonly value: FieldValue<unknown>;
}

function filledLines(attempt: Lines): FilledLine[] {
  const lines: FilledLine[] = [];
  const { positioned, contacted, appointment, selection, validation, enrolment, withdrawal } = attempt;
  const presence = attempt.presence.at(-1);
  if (positioned !== null) lines.push({ line: 'positioned', state: 'positioned', value: positioned });
  if (contacted !== null) lines.push({ line: 'contacted', state: 'contacted', value: contacted });
  if (appointment !== null) {
    const state = appointment.state === 'cancelled' ? 'appointment-cancelled' : 'appointed';
    lines.push({ line: 'appointment', state, value: appointment.since });
  }
  if (presence !== undefined) lines.push({ line: 'presence', state: presence.value, value: presence });
  if (selection !== null) lines.push({ line: 'selection', state: selection.value, value: selection });
  if (validation !== null) lines.push({ line: 'validation', state: 'to-validate', value: validation });
  if (enrolment !== null) lines.push({ line: 'enrolment', state: enrolment.value, value: enrolment });
  if (withdrawal !== null) lines.push({ line: 'withdrawal', state: 'withdrawn', value: withdrawal });
  return lines;
}

/** A later-dated line 2–7, or an entry, re-opens what was withdrawn. */
function reopened(lines: readonly FilledLine[], group: AttemptGroup): boolean {
  const withdrawnOn = lines.at(-1)?.value.effectiveDate ?? '';
  if (group.enteredOn !== null && group.enteredOn > withdrawnOn) return true;
  return lines.some(
    ({ line, value }) => line !== 'positioned' && line !== 'withdrawal' && (value.effectiveDate ?? '') > withdrawnOn,
  );
}

/** The enrolment certificate comes with the retention. */
function certificateMissing(context: FoldContext, attempt: Lines, facts: FactsByType): readonly Anomaly[] {
  if (attempt.selection?.value !== 'retained' || attempt.flags.certificateIssued !== null) return [];
  const retained = factsOf(facts, 'selection-decided').filter(({ data }) => data.result === 'retained');
  return anomaly(context, 'certificate-missing', refs(retained), { attempt: attempt.key });
}
