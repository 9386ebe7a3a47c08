import { type CloudEvent, eventTypePrefix, sourcePrefix } from '@hub/contracts';
import { parseFranceTravailNumber, parseNir } from '@hub/core';
import { contactBlock } from '@hub/platform';
import { isDay, isInstant, isPartnerString, type NativeRule, nativeRules, readField } from './native-fields.ts';
import { fundings, type NativeKind, nativeKinds } from './native-kinds.ts';

export interface FieldReject {
  readonly field: string | null;
  readonly rule: NativeRule;
  readonly detail: string;
}

/** The events of a record, or every reason why it cannot be told; never both. */
export interface TranslatedNative {
  readonly events: readonly CloudEvent[];
  readonly rejects: readonly FieldReject[];
}

const applications = { KAIROS: 'kairos', KAIROS_NG: 'kairos-ng' } as const;
const commonFields = ['typeEvenement', 'application', 'identifiantEvenement', 'dateSaisie', 'numeroSession'];
const traineeFields = [
  ...['identifiantDE', 'nir', 'numeroInterne', 'nomNaissance', 'nomUsage', 'prenom', 'dateNaissance', 'sexe'],
  ...['telephones', 'courriel'],
];
const tellingFields = [...traineeFields, 'financement', 'corrige', 'origine', 'tentative', 'module'];
const retractionFields = [...traineeFields, 'identifiantAnnule', 'typeAnnule'];

/**
 * One record of the Kairos export (a line of JSON, fields as the screens name them; docs in services/kairos/README.md) as
 * the event it is. A record with any fault is told not at all, with every fault named.
 */
export function translateRecord(record: Readonly<Record<string, unknown>>): TranslatedNative {
  const kind = typeof record.typeEvenement === 'string' ? nativeKinds[record.typeEvenement] : undefined;
  if (kind === undefined || !Object.hasOwn(nativeKinds, String(record.typeEvenement))) {
    return { events: [], rejects: [reject('typeEvenement', 'kind-unknown')] };
  }
  const rejects: FieldReject[] = [...unknownFields(record, kind)];
  const source = codeOf(applications, record.application);
  if (source === undefined) rejects.push(reject('application', 'code-unknown'));
  if (!isPartnerString(record.identifiantEvenement)) rejects.push(reject('identifiantEvenement', 'reference-invalid'));
  if (!isInstant(record.dateSaisie)) rejects.push(reject('dateSaisie', 'date-invalid'));
  const data = {
    ...(kind.about === 'trainee' ? readTrainee(record, rejects) : {}),
    ...readTraining(record, rejects),
    ...readDay(record, kind, rejects),
    ...readFacts(record, kind, rejects),
    ...(kind.about === 'trainee' ? readRelations(record, kind, String(source), rejects) : {}),
  };
  if (rejects.length > 0) return { events: [], rejects };
  const recordedtime = String(record.dateSaisie);
  const event: CloudEvent = {
    specversion: '1.0',
    type: eventTypePrefix + kind.event,
    source: sourcePrefix + source,
    id: String(record.identifiantEvenement),
    time: recordedtime,
    recordedtime,
    data,
  };
  return { events: [event], rejects: [] };
}

function reject(field: string | null, rule: NativeRule): FieldReject {
  return { field, rule, detail: nativeRules[rule] };
}

function codeOf<T>(codes: Readonly<Record<string, T>>, value: unknown): T | undefined {
  return typeof value === 'string' && Object.hasOwn(codes, value) ? codes[value] : undefined;
}

function* unknownFields(record: Readonly<Record<string, unknown>>, kind: NativeKind): Generator<FieldReject> {
  const known = new Set([...commonFields, 'dateEffet', ...Object.keys(kind.fields)]);
  const more = kind.event === 'fact-retracted' ? retractionFields : kind.about === 'trainee' ? tellingFields : [];
  for (const field of more) known.add(field);
  for (const field of Object.keys(record)) {
    // The name of an unknown field may itself hold anything: it is named only where it looks like a name.
    if (!known.has(field)) yield reject(/^[A-Za-z]{1,40}$/.test(field) ? field : null, 'field-unknown');
  }
}

function readTraining(record: Readonly<Record<string, unknown>>, rejects: FieldReject[]): object {
  const reference = sessionReference(record.numeroSession);
  if (reference === null) rejects.push(reject('numeroSession', 'session-invalid'));
  return { training: [reference] };
}

/** `07_114782` (a session of a CARIF) or `EOS_67680` → `session:07:114782`, `session:eos:67680`; null for anything else. */
export function sessionReference(value: unknown): string | null {
  const found = typeof value === 'string' ? /^([0-9]{2}|EOS|FT)_([A-Za-z0-9._/@-]{1,64})$/i.exec(value) : null;
  return found === null ? null : `session:${String(found[1]).toLowerCase()}:${String(found[2]).toUpperCase()}`;
}

function readDay(record: Readonly<Record<string, unknown>>, kind: NativeKind, rejects: FieldReject[]): object {
  if (record.dateEffet === undefined || record.dateEffet === null) {
    if (kind.dated) rejects.push(reject('dateEffet', 'field-missing'));
    return {};
  }
  if (!isDay(record.dateEffet)) rejects.push(reject('dateEffet', 'date-invalid'));
  return { effectiveDate: record.dateEffet };
}

function readFacts(record: Readonly<Record<string, unknown>>, kind: NativeKind, rejects: FieldReject[]): object {
  const facts: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = record[name];
    if (value === undefined || value === null) {
      if (field.required) rejects.push(reject(name, 'field-missing'));
      continue;
    }
    const read = readField(field.form, value);
    if (read.ok) facts[field.to] = read.value;
    else rejects.push(reject(name, read.rule));
  }
  if (kind.event === 'attendance-reported' && facts.hours === undefined && facts.complete === undefined) {
    rejects.push(reject('heuresSuivies', 'field-missing'));
  }
  return facts;
}

function readTrainee(record: Readonly<Record<string, unknown>>, rejects: FieldReject[]): object {
  const trainee: Record<string, unknown> = {};
  const texts = {
    ...{ identifiantDE: 'franceTravailNumber', nir: 'nir', numeroInterne: 'partnerNumber' },
    ...{ nomNaissance: 'birthName', nomUsage: 'usualName', prenom: 'firstNames' },
  };
  for (const [name, to] of Object.entries(texts)) {
    const value = record[name];
    if (value === undefined || value === null) continue;
    const read = readField({ form: 'text' }, value);
    if (read.ok) trainee[to] = read.value;
    else rejects.push(reject(name, read.rule));
  }
  if (trainee.nir !== undefined && !parseNir(String(trainee.nir)).ok) rejects.push(reject('nir', 'nir-invalid'));
  if (
    trainee.franceTravailNumber !== undefined &&
    parseFranceTravailNumber(String(trainee.franceTravailNumber)) === null
  ) {
    rejects.push(reject('identifiantDE', 'france-travail-number-invalid'));
  }
  if (trainee.franceTravailNumber === undefined && trainee.nir === undefined && trainee.partnerNumber === undefined) {
    rejects.push(reject('identifiantDE', 'identifier-missing'));
  }
  if (record.dateNaissance != null) {
    if (isDay(record.dateNaissance)) trainee.birthDate = record.dateNaissance;
    else rejects.push(reject('dateNaissance', 'date-invalid'));
  }
  if (record.sexe != null) {
    trainee.sex = codeOf({ F: 'female', M: 'male' }, record.sexe);
    if (trainee.sex === undefined) rejects.push(reject('sexe', 'code-unknown'));
  }
  const contact = readContact(record, rejects);
  const funding = codeOf(fundings, record.financement);
  if (record.financement != null && funding === undefined) rejects.push(reject('financement', 'code-unknown'));
  return {
    trainee: { ...trainee, ...(contact === null ? {} : { contact }) },
    ...(funding === undefined ? {} : { funding }),
  };
}

function readContact(record: Readonly<Record<string, unknown>>, rejects: FieldReject[]): object | null {
  const { telephones, courriel } = record;
  if (telephones != null && !(Array.isArray(telephones) && telephones.every((one) => typeof one === 'string'))) {
    rejects.push(reject('telephones', 'text-invalid'));
  }
  if (courriel != null && typeof courriel !== 'string') rejects.push(reject('courriel', 'text-invalid'));
  return contactBlock(Array.isArray(telephones) ? telephones : [], courriel);
}

function readRelations(
  record: Readonly<Record<string, unknown>>,
  kind: NativeKind,
  source: string,
  rejects: FieldReject[],
): object {
  const relations: Record<string, unknown> = {};
  if (record.corrige != null) {
    const corrects: unknown = record.corrige;
    if (Array.isArray(corrects) && corrects.length > 0 && corrects.every(isPartnerString))
      relations.corrects = corrects;
    else rejects.push(reject('corrige', 'reference-invalid'));
  }
  if (record.origine != null) {
    const { application, identifiant } = record.origine as { application?: unknown; identifiant?: unknown };
    const system = codeOf({ ...applications, EOS: 'eos', SOISTISS: 'soistiss' }, application);
    if (system === undefined) rejects.push(reject('origine', 'code-unknown'));
    else if (!isPartnerString(identifiant)) rejects.push(reject('origine', 'reference-invalid'));
    else relations.origin = { source: system, id: identifiant };
  }
  for (const [name, to] of [
    ['tentative', 'attempt'],
    ['module', 'module'],
  ] as const) {
    if (record[name] == null) continue;
    if (isPartnerString(record[name])) relations[to] = record[name];
    else rejects.push(reject(name, 'reference-invalid'));
  }
  if (kind.event === 'fact-retracted') relations.target = readTarget(record, source, rejects);
  return relations;
}

function readTarget(record: Readonly<Record<string, unknown>>, source: string, rejects: FieldReject[]): object {
  const kind = codeOf(nativeKinds, record.typeAnnule);
  if (kind === undefined) rejects.push(reject('typeAnnule', 'kind-unknown'));
  if (!isPartnerString(record.identifiantAnnule)) rejects.push(reject('identifiantAnnule', 'reference-invalid'));
  return { source, id: record.identifiantAnnule, type: kind?.event };
}
