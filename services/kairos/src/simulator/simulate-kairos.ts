import { isFileReference, isSessionReference, parseReference } from '@hub/core';
import {
  parisTime,
  referenceAt,
  type SessionStep,
  type SimulatedStep,
  type SystemSimulator,
  type TraineeBlock,
  type TraineeStep,
} from '@hub/simulation';
import { fundings, kindOfEvent, nativeKinds } from '../translate/export-kinds.ts';
import { translateRecord } from '../translate/translate-record.ts';

/**
 * Plays Kairos and Kairos NG: a step becomes a record of the export, and the adapter makes the event of it. A session's
 * steps that Kairos does not report give nothing.
 */
export const simulateKairos: SystemSimulator = (step) => {
  const native = writeRecord(step);
  if (native === null) return { events: [] };
  const { events, findings } = translateRecord(native);
  const [first] = findings;
  if (first !== undefined) throw new RangeError(`The simulator wrote ${String(first.field)} wrong: ${first.rule}.`);
  return { native, events };
};

/** The record of the export for this step; null where Kairos has none. */
function writeRecord(step: SimulatedStep): Record<string, unknown> | null {
  const name = step.about === 'eos-dossier' ? undefined : kindOfEvent.get(step.kind);
  if (name === undefined || step.about === 'eos-dossier') return null;
  const common = {
    typeEvenement: name,
    application: step.system === 'kairos-ng' ? 'KAIROS_NG' : 'KAIROS',
    identifiantEvenement: step.id,
    dateSaisie: parisTime(step.recordedAt),
  };
  if (step.about === 'trainee') return { ...common, ...traineePart(step), ...factsPart(name, { ...step.facts }) };
  const facts = sessionFacts(step);
  return facts === null
    ? null
    : { ...common, numeroSession: nativeSession(referenceAt(step.system, step.session)), ...factsPart(name, facts) };
}

function sessionFacts(step: SessionStep): Readonly<Record<string, unknown>> | null {
  if (step.kind === 'session-interruption-planned') return { ...step.facts };
  if (step.kind !== 'recruitment-opened') return null;
  const { id, ...slot } = step.slot;
  return { slot: id, ...slot };
}

/** `session:07:114782` → `07_114782`. */
function nativeSession(reference: string): string {
  const parsed = parseReference(reference);
  return parsed.ok ? `${parsed.registry.toUpperCase()}_${parsed.number}` : '';
}

function traineePart(step: TraineeStep): object {
  const funding = Object.entries(fundings).find(([, to]) => to === step.funding)?.[0];
  return {
    ...trainingPart(step.training),
    ...person(step.trainee),
    ...(funding === undefined ? {} : { financement: funding }),
    ...(step.day === null ? {} : { dateEffet: step.day }),
    ...(step.module === undefined ? {} : { module: step.module }),
    ...(step.corrects === undefined ? {} : { corrige: step.corrects }),
    ...(step.origin === undefined
      ? {}
      : { origine: { application: nativeApplication(step.origin.source), identifiant: step.origin.id } }),
  };
}

function trainingPart(training: readonly string[]): object {
  const session = training.find(isSessionReference);
  const plan = training.find(isFileReference);
  return {
    ...(session === undefined ? {} : { numeroSession: nativeSession(session) }),
    ...(plan === undefined ? {} : { numeroPlan: plan.slice('file:kairos:'.length) }),
  };
}

/** `france-travail` → `FRANCE_TRAVAIL`. */
function nativeApplication(source: string): string {
  return source.toUpperCase().replaceAll('-', '_');
}

function person(trainee: TraineeBlock): object {
  return {
    ...(trainee.franceTravailNumber === undefined ? {} : { identifiantDE: trainee.franceTravailNumber }),
    ...(trainee.nir === undefined ? {} : { nir: trainee.nir }),
    ...(trainee.partnerNumber === undefined ? {} : { numeroInterne: trainee.partnerNumber }),
    nomNaissance: trainee.birthName,
    prenom: trainee.firstNames,
    dateNaissance: trainee.birthDate,
  };
}

/** The facts under the names and codes of the export: the table of kinds read backwards. */
function factsPart(name: string, facts: Readonly<Record<string, unknown>>): object {
  const written: Record<string, unknown> = {};
  for (const [field, { to, form }] of Object.entries(nativeKinds[name]?.fields ?? {})) {
    const value = facts[to];
    if (value === undefined) continue;
    const code = form.form === 'code' ? Object.entries(form.codes).find(([, word]) => word === value)?.[0] : undefined;
    written[field] = code ?? value;
  }
  return written;
}
