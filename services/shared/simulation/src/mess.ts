import { addDays } from './calendar.ts';
import type { Draft } from './draft.ts';
import { between, chance } from './random.ts';
import type { EosStep, TraineeStep } from './steps.ts';

type Step = TraineeStep | EosStep;

const hourMs = 3_600_000;

/**
 * What goes wrong on the way, in proportion to `mess`: acts told hours or days after they were recorded, hence out of
 * order; the same told twice; a wrong day told first and corrected later.
 */
export function makeMess(draft: Draft): Step[] {
  const told: Step[] = [];
  for (const step of draft.steps) {
    const { random, mess } = draft;
    const delayMs = chance(random, 0.3 * mess) ? between(random, 1, 240) * hourMs : 0;
    const late = { ...step, toldAt: step.toldAt + delayMs };
    const acts = isCorrectable(late) && chance(random, 0.15 * mess) ? corrected(draft, late) : [late];
    told.push(...acts);
    const last = acts.at(-1) ?? late;
    if (chance(random, 0.25 * mess)) told.push({ ...last, toldAt: last.toldAt + between(random, 1, 4000) * 60_000 });
  }
  return told;
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
    toldAt: right.toldAt + laterMs,
  };
  return [wrong, correction];
}
