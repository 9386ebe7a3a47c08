import { type CloudEvent, type EventName, eventTypePrefix, sourcePrefix } from '@hub/contracts';
import { parisTime } from './calendar.ts';
import type { SimulatedSession } from './sessions.ts';
import type { SessionStep, SimulatedStep, SimulatedSystem, TraineeStep } from './steps.ts';

/** What one step becomes on the way to the hub: the system's own record where an adapter translates it, and the events. */
export interface Told {
  readonly native?: unknown;
  readonly events: readonly CloudEvent[];
}

/** Plays one system: from the step to what that system would send. */
export type Storyteller = (step: SimulatedStep) => Told;

/**
 * Tells a step as a system that speaks the dictionary itself (France Travail, financers, SoISTISS, CEP operators and, where
 * no adapter is given, the offer). A dossier of EOS is a state: only its adapter can tell it, so none come from here.
 */
export function tellDirectly(step: SimulatedStep): Told {
  if (step.about === 'eos-dossier') return { events: [] };
  return { events: [step.about === 'session' ? sessionEvent(step) : traineeEvent(step)] };
}

function envelope(system: SimulatedSystem, event: EventName, id: string, recordedAt: number, body: object): CloudEvent {
  const recordedtime = parisTime(recordedAt);
  return {
    specversion: '1.0',
    type: eventTypePrefix + event,
    source: sourcePrefix + system,
    id,
    time: recordedtime,
    recordedtime,
    data: { ...body },
  };
}

function traineeEvent(step: TraineeStep): CloudEvent {
  return envelope(step.system, step.kind, step.id, step.recordedAt, {
    trainee: step.trainee,
    ...(step.training.length === 0 ? {} : { training: step.training }),
    ...(step.funding === null ? {} : { funding: step.funding }),
    ...(step.day === null ? {} : { effectiveDate: step.day }),
    ...step.facts,
    ...(step.corrects === undefined ? {} : { corrects: step.corrects }),
    ...(step.origin === undefined ? {} : { origin: step.origin }),
  });
}

function sessionEvent(step: SessionStep): CloudEvent {
  return envelope(step.system, step.kind, step.id, step.recordedAt, {
    training: [step.session.reference],
    ...sessionFacts(step),
  });
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
    case 'session-identified': {
      const { reference, carifReference } = step.session;
      return { training: [reference, carifReference], verdict: 'same', effectiveDate: step.day };
    }
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
    dispensateurSiret: organisation.dispensateurSiret,
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
