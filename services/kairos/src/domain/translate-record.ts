import { type CloudEvent, eventTypePrefix, sourcePrefix } from '@hub/contracts';
import { parseFranceTravailNumber, parseNir } from '@hub/core';
import { contactBlock, type Finding } from '@hub/platform';
import { isDay, isInstant, isPartnerString, type NativeRule, readField } from './native-fields.ts';
import { fundings, type NativeKind, nativeKinds } from './native-kinds.ts';

type FieldFinding = Finding & { readonly rule: NativeRule };

/** The events of a record, or every reason why it cannot be told; never both. */
export interface TranslatedNative {
  readonly events: readonly CloudEvent[];
  readonly findings: readonly FieldFinding[];
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
    return { events: [], findings: [finding('typeEvenement', 'kind-unknown')] };
  }
  const findings: FieldFinding[] = [...unknownFields(record, kind)];
  const source = codeOf(applications, record.application);
  if (source === undefined) findings.push(finding('application', 'code-unknown'));
  if (!isPartnerString(record.identifiantEvenement))
    findings.push(finding('identifiantEvenement', 'reference-invalid'));
  if (!isInstant(record.dateSaisie)) findings.push(finding('dateSaisie', 'date-invalid'));
  const data = {
    ...(kind.about === 'trainee' ? readTrainee(record, findings) : {}),
    ...readTraining(record, findings),
    ...readDay(record, kind, findings),
    ...readFacts(record, kind, findings),
    ...(kind.about === 'trainee' ? readRelations(record, kind, String(source), findings) : {}),
  };
  if (findings.length > 0) return { events: [], findings };
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
  return { events: [event], findings: [] };
}

function finding(field: string | null, rule: NativeRule): FieldFinding {
  return { field, rule };
}

function codeOf<T>(codes: Readonly<Record<string, T>>, value: unknown): T | undefined {
  return typeof value === 'string' && Object.hasOwn(codes, value) ? codes[value] : undefined;
}

function* unknownFields(record: Readonly<Record<string, unknown>>, kind: NativeKind): Generator<FieldFinding> {
  const known = new Set([...commonFields, 'dateEffet', ...Object.keys(kind.fields)]);
  const more = kind.event === 'fact-retracted' ? retractionFields : kind.about === 'trainee' ? tellingFields : [];
  for (const field of more) known.add(field);
  for (const field of Object.keys(record)) {
    // The name of an unknown field may itself hold anything: it is named only where it looks like a name.
    if (!known.has(field)) yield finding(/^[A-Za-z]{1,40}$/.test(field) ? field : null, 'field-unknown');
  }
}

function readTraining(record: Readonly<Record<string, unknown>>, findings: FieldFinding[]): object {
  const reference = sessionReference(record.numeroSession);
  if (reference === null) findings.push(finding('numeroSession', 'session-invalid'));
  return { training: [reference] };
}

/** `07_114782` (a session of a CARIF) or `EOS_67680` → `session:07:114782`, `session:eos:67680`; null for anything else. */
export function sessionReference(value: unknown): string | null {
  const found = typeof value === 'string' ? /^([0-9]{2}|EOS|FT)_([A-Za-z0-9._/@-]{1,64})$/i.exec(value) : null;
  return found === null ? null : `session:${String(found[1]).toLowerCase()}:${String(found[2]).toUpperCase()}`;
}

function readDay(record: Readonly<Record<string, unknown>>, kind: NativeKind, findings: FieldFinding[]): object {
  if (record.dateEffet === undefined || record.dateEffet === null) {
    if (kind.dated) findings.push(finding('dateEffet', 'field-missing'));
    return {};
  }
  if (!isDay(record.dateEffet)) findings.push(finding('dateEffet', 'date-invalid'));
  return { effectiveDate: record.dateEffet };
}

function readFacts(record: Readonly<Record<string, unknown>>, kind: NativeKind, findings: FieldFinding[]): object {
  const facts: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = record[name];
    if (value === undefined || value === null) {
      if (field.required) findings.push(finding(name, 'field-missing'));
      continue;
    }
    const read = readField(field.form, value);
    if (read.ok) facts[field.to] = read.value;
    else findings.push(finding(name, read.rule));
  }
  if (kind.event === 'attendance-reported' && facts.hours === undefined && facts.complete === undefined) {
    findings.push(finding('heuresSuivies', 'field-missing'));
  }
  return facts;
}

function readTrainee(record: Readonly<Record<string, unknown>>, findings: FieldFinding[]): object {
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
    else findings.push(finding(name, read.rule));
  }
  if (trainee.nir !== undefined && !parseNir(String(trainee.nir)).ok) findings.push(finding('nir', 'nir-invalid'));
  if (
    trainee.franceTravailNumber !== undefined &&
    parseFranceTravailNumber(String(trainee.franceTravailNumber)) === null
  ) {
    findings.push(finding('identifiantDE', 'france-travail-number-invalid'));
  }
  if (trainee.franceTravailNumber === undefined && trainee.nir === undefined && trainee.partnerNumber === undefined) {
    findings.push(finding('identifiantDE', 'identifier-missing'));
  }
  if (record.dateNaissance != null) {
    if (isDay(record.dateNaissance)) trainee.birthDate = record.dateNaissance;
    else findings.push(finding('dateNaissance', 'date-invalid'));
  }
  if (record.sexe != null) {
    trainee.sex = codeOf({ F: 'female', M: 'male' }, record.sexe);
    if (trainee.sex === undefined) findings.push(finding('sexe', 'code-unknown'));
  }
  const contact = readContact(record, findings);
  const funding = codeOf(fundings, record.financement);
  if (record.financement != null && funding === undefined) findings.push(finding('financement', 'code-unknown'));
  return {
    trainee: { ...trainee, ...(contact === null ? {} : { contact }) },
    ...(funding === undefined ? {} : { funding }),
  };
}

function readContact(record: Readonly<Record<string, unknown>>, findings: FieldFinding[]): object | null {
  const { telephones, courriel } = record;
  if (telephones != null && !(Array.isArray(telephones) && telephones.every((one) => typeof one === 'string'))) {
    findings.push(finding('telephones', 'text-invalid'));
  }
  if (courriel != null && typeof courriel !== 'string') findings.push(finding('courriel', 'text-invalid'));
  return contactBlock(Array.isArray(telephones) ? telephones : [], courriel);
}

function readRelations(
  record: Readonly<Record<string, unknown>>,
  kind: NativeKind,
  source: string,
  findings: FieldFinding[],
): object {
  const relations: Record<string, unknown> = {};
  if (record.corrige != null) {
    const corrects: unknown = record.corrige;
    if (Array.isArray(corrects) && corrects.length > 0 && corrects.every(isPartnerString))
      relations.corrects = corrects;
    else findings.push(finding('corrige', 'reference-invalid'));
  }
  if (record.origine != null) {
    const { application, identifiant } = record.origine as { application?: unknown; identifiant?: unknown };
    const system = codeOf({ ...applications, EOS: 'eos', SOISTISS: 'soistiss' }, application);
    if (system === undefined) findings.push(finding('origine', 'code-unknown'));
    else if (!isPartnerString(identifiant)) findings.push(finding('origine', 'reference-invalid'));
    else relations.origin = { source: system, id: identifiant };
  }
  for (const [name, to] of [
    ['tentative', 'attempt'],
    ['module', 'module'],
  ] as const) {
    if (record[name] == null) continue;
    if (isPartnerString(record[name])) relations[to] = record[name];
    else findings.push(finding(name, 'reference-invalid'));
  }
  if (kind.event === 'fact-retracted') relations.target = readTarget(record, source, findings);
  return relations;
}

function readTarget(record: Readonly<Record<string, unknown>>, source: string, findings: FieldFinding[]): object {
  const kind = codeOf(nativeKinds, record.typeAnnule);
  if (kind === undefined) findings.push(finding('typeAnnule', 'kind-unknown'));
  if (!isPartnerString(record.identifiantAnnule)) findings.push(finding('identifiantAnnule', 'reference-invalid'));
  return { source, id: record.identifiantAnnule, type: kind?.event };
}
