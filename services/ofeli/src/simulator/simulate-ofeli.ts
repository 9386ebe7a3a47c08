import type { CloudEvent } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { parisTime, reportDirectly, type SystemSimulator } from '@hub/simulation';
import { readLheoText } from '../import/read-lheo.ts';
import { type TranslationContext, translateFormation } from '../translate/translate-formation.ts';
import { translateInterruption } from '../translate/translate-interruption.ts';
import { carifNumber, formationNumber, interruptionLine } from './simulate-offers.ts';
import { lheoDocument, lheoFormation } from './write-lheo.ts';

/**
 * Plays OFeli in the company of the other systems: a publication goes through a LHEO document of one session, an
 * interruption through a line of its own export, both read back by the adapter.
 */
export const simulateOfeli: SystemSimulator = (step) => {
  if (step.about !== 'session') return reportDirectly(step);
  const recorded = parisTime(step.recordedAt);
  if (step.kind === 'session-interruption-planned') {
    const native = interruptionLine(step.session, step.id, step.facts, recorded);
    const translated = translateInterruption(native, 1, step.recordedAt);
    return { native, events: 'event' in translated ? [translated.event.event] : [] };
  }
  if (step.kind !== 'session-published') return reportDirectly(step);
  const { version } = step;
  const entry = { session: step.session, number: carifNumber(step.session), modifiedOn: parisDay(step.recordedAt) };
  const formation = lheoFormation(formationNumber(step.session.reference), [entry]);
  const native = [...lheoDocument([formation], recorded)].join('');
  const context: TranslationContext = {
    dated: null,
    now: step.recordedAt,
    seen: { meet: () => null },
    told: { tell: () => ({ kind: 'new' }) },
    isFirst: () => true,
    file: '',
  };
  const events = readLheoText(native).flatMap((item) =>
    item.kind === 'formation' ? translateFormation(item.formation, context).events.map(({ event }) => event) : [],
  );
  // That EOS has another number for the session is said again in each extract, and was told with the first.
  const isNews = ({ type }: CloudEvent) => version === 1 || type !== 'hub.session-identified';
  return { native, events: events.filter(isNews) };
};
