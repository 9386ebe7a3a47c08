import type { CloudEvent } from '@hub/contracts';
import { sourceEvent } from '@hub/platform';
import { parisTime } from './calendar.ts';
import { referenceAt, type SimulatedSession } from './sessions.ts';
import type { SessionStep, SimulatedStep, TraineeStep } from './steps.ts';

/** What a system sends for one step: events, and its own record where an adapter translated it. */
export interface SystemReport {
  readonly native?: unknown;
  readonly events: readonly CloudEvent[];
}

/** Plays one system: gives what that system sends for a step. */
export type SystemSimulator = (step: SimulatedStep) => SystemReport;

/**
 * Plays a system that speaks the dictionary itself (France Travail, financers, SoISTISS, CEP operators and, where no
 * adapter is given, the offer). A dossier of EOS is a state that only its adapter can translate: it gives no event here.
 */
export function reportDirectly(step: SimulatedStep): SystemReport {
  if (step.about === 'eos-dossier') return { events: [] };
  const { system, kind, id } = step;
  const recordedtime = parisTime(step.recordedAt);
  const data = step.about === 'session' ? sessionData(step) : traineeData(step);
  const told = sourceEvent(system, kind, { id, recordedtime, data });
  return { events: step.about === 'session' ? [told, ...bothNumbers(step, recordedtime)] : [told] };
}

/** Said once, with the first publication: which number the other registry has for the session. */
function bothNumbers({ system, session, ...step }: SessionStep, recordedtime: string): readonly CloudEvent[] {
  const { reference, carifReference, number } = session;
  if (step.kind !== 'session-published' || step.version > 1 || carifReference === null) return [];
  const data = {
    training: system === 'eos' ? [reference, carifReference] : [carifReference, reference],
    verdict: 'same',
  };
  return [sourceEvent(system, 'session-identified', { id: `same-${number}`, recordedtime, data })];
}

function traineeData(step: TraineeStep): CloudEvent['data'] {
  return {
    trainee: step.trainee,
    ...(step.training.length === 0 ? {} : { training: step.training }),
    ...(step.funding === null ? {} : { funding: step.funding }),
    ...(step.day === null ? {} : { effectiveDate: step.day }),
    ...step.facts,
    ...(step.module === undefined ? {} : { module: step.module }),
    ...(step.corrects === undefined ? {} : { corrects: step.corrects }),
    ...(step.origin === undefined ? {} : { origin: step.origin }),
  };
}

function sessionData(step: SessionStep): CloudEvent['data'] {
  return { training: [referenceAt(step.system, step.session)], ...sessionFacts(step) };
}

function sessionFacts(step: SessionStep): object {
  switch (step.kind) {
    case 'session-published':
      return {
        ...publication(step.session),
        statement: { ref: `session-${step.session.number}`, sequence: step.version },
      };
    case 'session-interruption-planned':
      return step.facts;
    case 'recruitment-opened': {
      const { id, ...slot } = step.slot;
      return { slot: id, ...slot };
    }
  }
}

function publication(session: SimulatedSession): object {
  const { course, place, organisation } = session;
  const { rncp, rs } = course;
  return {
    title: session.title,
    start: session.start,
    end: session.end,
    entryMode: session.entryMode,
    mandataireSiret: organisation.mandataireSiret,
    dispensateurSirets: [organisation.dispensateurSiret],
    place,
    financerCodes: session.financerCodes,
    ...(rncp === null && rs === null
      ? {}
      : { certification: { ...(rncp === null ? {} : { rncp }), ...(rs === null ? {} : { rs }) } }),
    placesTotal: session.placesTotal,
    placesFinanced: session.placesFinanced,
    domain: { formacode: [course.formacode], nsf: [course.nsf], rome: [course.rome] },
    state: 'open',
  };
}
