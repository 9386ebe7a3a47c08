import type { EventName } from '@hub/contracts';
import type { Fact } from '../facts.ts';
import { type AttemptGroup, compareDays } from './attempts.ts';
import { regimeOf } from './authority.ts';
import { dayTold } from './describe-stay.ts';
import { valuesBySlot } from './lists.ts';
import {
  type Appointment,
  type Attempt,
  type AttemptLine,
  type AttemptState,
  attemptLines,
  type FieldValue,
  type Regime,
} from './record.ts';
import { compareOnTimeLine, type Fold, groupBy, lastOfSlots, note, refOf, resolve } from './slots.ts';

/** Resolves the slots of one attempt; its state is that of its last filled line (DICTIONARY C.1). */
export function describeAttempt(fold: Fold, group: AttemptGroup, closing: string | null): Attempt {
  const byType = groupBy(group.facts, (fact) => fact.type);
  const line = <T>(type: EventName, read: (fact: Fact) => T) => lineValue(fold, byType.get(type), closing, read);
  const presence = presences(fold, byType.get('presence-recorded'), closing);
  const attempt = {
    key: group.key,
    openedOn: group.openedOn,
    regime: regimeOfAttempt(fold, group, byType.get('candidate-positioned'), closing),
    flags: {
      certificateIssued: line('enrolment-certificate-issued', yes),
      firmPlace: line('firm-place-granted', yes),
      trainingPlanValidated: line('training-plan-validated', yes),
    },
    positioned: line('candidate-positioned', (fact) => ({ by: text(fact.data.by), mode: text(fact.data.mode) })),
    contacted: line('candidate-contacted', yes),
    appointment: appointmentOf(fold, byType, presence, closing),
    presence,
    selection: line('selection-decided', (fact) => fact.data.result as Result),
    validation: line('validation-requested', (fact) => ({ validator: String(fact.data.validator) })),
    enrolment: line('enrolment-decided', (fact) => fact.data.decision as Decision),
    withdrawal: line('positioning-withdrawn', (fact) => ({ by: text(fact.data.by) })),
  };
  const { state, since, skipped } = stateOf(attempt, group);
  if (state !== 'withdrawn') noteCertificate(fold, group, attempt);
  return { ...attempt, state, since, skipped };
}

/** That of its own earliest candidature (DICTIONARY C.1); a stay is of that since the stay before. */
function regimeOfAttempt(
  { authority }: Fold,
  { opener }: AttemptGroup,
  positioned: readonly Fact[] | undefined,
  closing: string | null,
): Regime {
  const first = positioned?.reduce((least, fact) => (compareDays(fact, least) < 0 ? fact : least));
  return first === undefined ? regimeOf(authority, opener, closing) : regimeOf(authority, first, dayTold(first));
}

type Result = 'retained' | 'not-retained' | 'waiting';
type Decision = 'registered' | 'not-registered';

function yes(): true {
  return true;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** RDV slot, or else the date. */
function slotKey(fact: Fact): string {
  const { slot, fromSlot, toSlot } = fact.data;
  if (typeof slot === 'string') return `slot ${slot}`;
  return typeof toSlot === 'string' ? `slot ${String(fromSlot)} ${toSlot}` : `day ${fact.effectiveDate}`;
}

/** The slots of one line of the attempt, each resolved. */
function lineSlots<T>(
  fold: Fold,
  facts: readonly Fact[],
  closing: string | null,
  read: (fact: Fact) => T,
): FieldValue<T>[] {
  if (facts.length === 1) return [resolve(fold, facts, closing, read)];
  return [...groupBy(facts, slotKey).values()].map((slot) => resolve(fold, slot, closing, read));
}

/** The value of a line of DICTIONARY C.1, from whatever slots it has. */
function lineValue<T>(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  closing: string | null,
  read: (fact: Fact) => T,
): FieldValue<T> | null {
  if (facts === undefined) return null;
  return lastOfSlots(fold, facts, lineSlots(fold, facts, closing, read));
}

function presences(fold: Fold, facts: readonly Fact[] | undefined, closing: string | null): Attempt['presence'] {
  if (facts === undefined) return [];
  const values: Attempt['presence'][number][] = [];
  for (const slot of groupBy(facts, slotKey).values()) {
    const value = resolve(fold, slot, closing, (fact) => fact.data.presence as 'present' | 'absent');
    values.push({ ...value, slot: text((slot[0] as Fact).data.slot) });
  }
  return values.sort(compareOnTimeLine);
}

/**
 * Line 3: a cancel beats its own slot's appointment; among slots the last transfer or positioning, by date of the act;
 * a presence on a slot beats its cancel (DICTIONARY C.1).
 */
function appointmentOf(
  fold: Fold,
  byType: ReadonlyMap<EventName, readonly Fact[]>,
  presence: Attempt['presence'],
  closing: string | null,
): Appointment | null {
  const given = (byType.get('candidate-positioned') ?? []).filter(isAppointment);
  const moved = byType.get('appointment-transferred') ?? [];
  const cancels = byType.get('appointment-cancelled') ?? [];
  if (given.length + moved.length + cancels.length === 0) return null;
  const positioned = valuesBySlot(
    fold,
    given,
    () => closing,
    slotKey,
    ({ data }) => String(data.slot),
  );
  const transfers = valuesBySlot(fold, moved, () => closing, slotKey, slotsOfTransfer);
  const ends = transfers.map((transfer) => ({ ...transfer, value: transfer.value.to }));
  const acts = ends.length === 0 ? positioned : [...positioned, ...ends].sort(compareOnTimeLine);
  const last = acts.at(-1);
  const slot = last?.value ?? null;
  const cancel = cancelOf(fold, cancels, slot, last, closing);
  noteTransfers(fold, moved, cancels);
  const seen = presence.some((value) => value.slot !== null && value.slot === slot);
  const held = { slots: [...new Set(acts.map(({ value }) => value))], transfers };
  if (cancel !== null && !seen) return { slot: cancel.value ?? slot, state: 'cancelled', since: cancel, ...held };
  return last === undefined ? null : { slot, state: 'appointed', since: last, ...held };
}

/** The slot of a candidature is the window in which it was received: nobody is to come (S1 l592-600). */
function isAppointment({ data }: Fact): boolean {
  return typeof data.slot === 'string' && data.mode !== 'candidature';
}

function slotsOfTransfer({ data }: Fact): { from: string; to: string } {
  return { from: String(data.fromSlot), to: String(data.toSlot) };
}

/** The cancel of this slot; one without a slot cancels the appointment that stood on its day. */
function cancelOf(
  fold: Fold,
  cancels: readonly Fact[],
  slot: string | null,
  last: FieldValue<string> | undefined,
  closing: string | null,
): FieldValue<string | null> | null {
  const own = cancels.filter(({ data, effectiveDate }) =>
    typeof data.slot === 'string' && slot !== null
      ? data.slot === slot
      : (effectiveDate ?? '') >= (last?.effectiveDate ?? ''),
  );
  return lineValue(fold, own.length === 0 ? undefined : own, closing, (fact) => text(fact.data.slot));
}

/** A transfer is possible only if the RDV was not cancelled before (S1 l783-785). */
function noteTransfers(fold: Fold, transfers: readonly Fact[], cancels: readonly Fact[]): void {
  for (const transfer of transfers) {
    const before = cancels.filter(
      (cancel) =>
        (cancel.data.slot === undefined || cancel.data.slot === transfer.data.fromSlot) &&
        compareDays(cancel, transfer) < 0,
    );
    if (before.length > 0) note(fold, 'transfer-after-cancellation', [transfer, ...before]);
  }
}

type Lines = Omit<Attempt, 'state' | 'since' | 'skipped'>;

function stateOf(attempt: Lines, group: AttemptGroup): Pick<Attempt, 'state' | 'since' | 'skipped'> {
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

/** The enrolment certificate comes with the retention (S1 l797-803). */
function noteCertificate(fold: Fold, group: AttemptGroup, attempt: Lines): void {
  if (attempt.selection?.value !== 'retained' || attempt.flags.certificateIssued !== null) return;
  const retained = group.facts.filter((fact) => fact.type === 'selection-decided' && fact.data.result === 'retained');
  note(fold, 'certificate-missing', retained, { attempt: group.key });
}
