import { addDays } from '@hub/core';
import type { Draft } from './draft.ts';
import { between, chance } from './random.ts';
import type { EosStep, TraineeStep } from './steps.ts';

type Step = TraineeStep | EosStep;

const hourMs = 3_600_000;

/**
 * What goes wrong on the way, in proportion to `mess`: acts are reported hours or days after they were recorded, hence out
 * of order; the same act is reported twice; a wrong day is reported first and corrected later.
 */
export function makeMess(draft: Draft): Step[] {
  const sent: Step[] = [];
  for (const step of draft.steps) {
    const { random, mess } = draft;
    const delayMs = chance(random, 0.3 * mess) ? between(random, 1, 240) * hourMs : 0;
    const late = { ...step, sentAt: step.sentAt + delayMs };
    const acts = isCorrectable(late) && chance(random, 0.15 * mess) ? corrected(draft, late) : [late];
    sent.push(...acts);
    const last = acts.at(-1) ?? late;
    if (chance(random, 0.25 * mess)) sent.push({ ...last, sentAt: last.sentAt + between(random, 1, 4000) * 60_000 });
  }
  return sent;
}

type Correctable = TraineeStep & { readonly day: string };

/** Acts of Kairos whose day may have been typed wrong. EOS corrects by saving again; an echo only repeats. */
function isCorrectable(step: Step): step is Correctable {
  if (step.about !== 'trainee' || step.day === null || step.origin !== undefined) return false;
  const mistyped = ['presence-recorded', 'entry-attested', 'exit-declared', 'selection-decided', 'absent-at-entry'];
  return step.system.startsWith('kairos') && mistyped.includes(step.kind);
}

function corrected(draft: Draft, right: Correctable): Step[] {
  const wrong = { ...right, day: addDays(right.day, -between(draft.random, 1, 3)) };
  const laterMs = between(draft.random, 1, 6) * 24 * hourMs;
  const correction = {
    ...right,
    id: `${right.id}-c`,
    corrects: [right.id],
    recordedAt: right.recordedAt + laterMs,
    sentAt: right.sentAt + laterMs,
  };
  return [wrong, correction];
}
