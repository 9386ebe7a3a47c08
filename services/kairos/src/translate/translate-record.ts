import type { CloudEvent } from '@hub/contracts';
import { parseReference } from '@hub/core';
import {
  contactBlock,
  type Finding,
  isInstant,
  isPartnerId,
  isReachableEmail,
  isReachablePhone,
  sourceEvent,
} from '@hub/platform';
import { codeOf, type ExportRule, isText, readField } from './export-fields.ts';
import { fundings, may, type NativeField, type NativeKind, nativeKinds } from './export-kinds.ts';

type FieldFinding = Finding & { readonly rule: ExportRule };
type NativeRecord = Readonly<Record<string, unknown>>;

/** The events of a record, or every reason why it cannot be reported. Beside its events: what of it was left out. */
export interface TranslatedNative {
  readonly events: readonly CloudEvent[];
  readonly findings: readonly FieldFinding[];
}

/** What a group of fields says in the words of the dictionary, and every fault in these fields. */
interface Part {
  readonly data: Readonly<Record<string, unknown>>;
  readonly findings: readonly FieldFinding[];
}

const applications = { KAIROS: 'kairos', KAIROS_NG: 'kairos-ng' } as const;
/** Systems whose acts Kairos shows again. */
const origins = {
  ...applications,
  EOS: 'eos',
  SOISTISS: 'soistiss',
  FRANCE_TRAVAIL: 'france-travail',
  OUIFORM: 'ouiform',
};
const commonFields = [
  'typeEvenement',
  'application',
  'identifiantEvenement',
  'dateSaisie',
  'numeroSession',
  'dateEffet',
];
const planField = 'numeroPlan';
const retractionFields = ['identifiantAnnule', 'typeAnnule'];
const contactFields = ['telephones', 'courriel'];

const traineeFields: Readonly<Record<string, NativeField>> = {
  identifiantDE: may('franceTravailNumber', { form: 'france-travail-number' }),
  nir: may('nir', { form: 'nir' }),
  numeroInterne: may('partnerNumber', { form: 'partner-number' }),
  nomNaissance: may('birthName', { form: 'text' }),
  nomUsage: may('usualName', { form: 'text' }),
  prenom: may('firstNames', { form: 'text' }),
  dateNaissance: may('birthDate', { form: 'day' }),
  sexe: may('sex', { form: 'code', codes: { F: 'female', M: 'male' } }),
};

/** Fields of every fact about a trainee. A retraction has neither these nor relations. */
const factFields: Readonly<Record<string, NativeField>> = {
  financement: may('funding', { form: 'code', codes: fundings }),
  siretOrganisme: may('organisationSiret', { form: 'siret' }),
  tentative: may('attempt', { form: 'reference' }),
  module: may('module', { form: 'reference' }),
};
/** Faults that cost their own field only: what happened to whom is told all the same. */
const leftOut: ReadonlySet<ExportRule> = new Set(['contact-unreachable', 'siret-invalid']);

const relationFields = ['corrige', 'origine'];

/**
 * Translates one record of the Kairos export (a line of JSON, fields as the screens name them; see
 * services/kairos/README.md) to the event that it is. A record with any fault gives no event, and every fault is named; a
 * contact that cannot be reached and a wrong SIRET are left out alone.
 */
export function translateRecord(record: NativeRecord): TranslatedNative {
  const kind = codeOf(nativeKinds, record.typeEvenement);
  if (kind === undefined) return { events: [], findings: [finding('typeEvenement', 'kind-unknown')] };
  const source = codeOf(applications, record.application);
  const content = joined(
    readTrainee(record, kind),
    readTraining(record, kind),
    readDay(record, kind),
    readFacts(record, kind),
    readRelations(record, kind, String(source)),
  );
  const findings = [...unknownFields(record, kind), ...envelopeFindings(record), ...content.findings];
  if (findings.some(({ rule }) => !leftOut.has(rule))) return { events: [], findings };
  const id = String(record.identifiantEvenement);
  const recordedtime = String(record.dateSaisie);
  return { events: [sourceEvent(String(source), kind.event, { id, recordedtime, data: content.data })], findings };
}

function finding(field: string | null, rule: ExportRule): FieldFinding {
  return { field, rule };
}

function said(data: Part['data'], ...findings: FieldFinding[]): Part {
  return { data, findings };
}

function joined(...parts: readonly Part[]): Part {
  return {
    data: Object.assign({}, ...parts.map(({ data }) => data)),
    findings: parts.flatMap(({ findings }) => findings),
  };
}

/** Reads the fields of a table that the record has. A null field is an absent one. */
function readFields(record: NativeRecord, fields: Readonly<Record<string, NativeField>>): Part {
  const parts = Object.entries(fields).map(([name, { to, form, required }]) => {
    const value = record[name];
    if (value == null) return required ? said({}, finding(name, 'field-missing')) : said({});
    const read = readField(form, value);
    return read.ok ? said({ [to]: read.value }) : said({}, finding(name, read.rule));
  });
  return joined(...parts);
}

function* unknownFields(record: NativeRecord, kind: NativeKind): Generator<FieldFinding> {
  const known = new Set([...commonFields, ...Object.keys(kind.fields), ...fieldsOfTrainee(kind)]);
  for (const field of Object.keys(record)) {
    // The name of an unknown field may itself hold anything: it is named only where it looks like a name.
    if (!known.has(field)) yield finding(/^[A-Za-z]{1,40}$/.test(field) ? field : null, 'field-unknown');
  }
}

function fieldsOfTrainee(kind: NativeKind): readonly string[] {
  if (kind.about !== 'trainee') return [];
  const more = kind.event === 'fact-retracted' ? retractionFields : [...Object.keys(factFields), ...relationFields];
  return [planField, ...Object.keys(traineeFields), ...contactFields, ...more];
}

function* envelopeFindings(record: NativeRecord): Generator<FieldFinding> {
  if (codeOf(applications, record.application) === undefined) yield finding('application', 'code-unknown');
  if (!isPartnerId(record.identifiantEvenement)) yield finding('identifiantEvenement', 'reference-invalid');
  if (!isInstant(record.dateSaisie)) yield finding('dateSaisie', 'date-invalid');
}

/**
 * The session, the plan, or both: job seekers are also enrolled on plans without a referenced session, and on plans under
 * the CPF (Kairos guide 2021, screens, l. 938-1058). A plan is a file of Kairos, whichever of its two portals shows it.
 */
function readTraining(record: NativeRecord, { about }: NativeKind): Part {
  const { numeroSession, numeroPlan } = record;
  const hasPlan = about === 'trainee' && numeroPlan != null;
  const session =
    numeroSession == null && hasPlan ? null : readReference('numeroSession', sessionReference(numeroSession));
  const plan = hasPlan ? readReference(planField, planReference(numeroPlan)) : null;
  const read = [session, plan].filter((part) => part !== null);
  const training = read.flatMap(({ data }) => (data.reference === undefined ? [] : [data.reference]));
  return said(training.length === 0 ? {} : { training }, ...read.flatMap(({ findings }) => findings));
}

function readReference(field: string, reference: string | null): Part {
  return reference === null ? said({}, finding(field, 'session-invalid')) : said({ reference });
}

/** `P-2026-0412` → `file:kairos:P-2026-0412`; null for what is no number of a plan. */
function planReference(value: unknown): string | null {
  const parsed = isPartnerId(value) ? parseReference(`file:kairos:${value}`) : null;
  return parsed?.ok === true ? parsed.reference : null;
}

/** `07_114782` (a session of a CARIF) or `EOS_67680` → `session:07:114782`, `session:eos:67680`; null for anything else. */
export function sessionReference(value: unknown): string | null {
  const found = typeof value === 'string' ? /^([0-9]{2}|EOS|FT)_([A-Za-z0-9._/@-]{1,64})$/i.exec(value) : null;
  return found === null ? null : `session:${String(found[1]).toLowerCase()}:${String(found[2]).toUpperCase()}`;
}

function readDay(record: NativeRecord, { dated }: NativeKind): Part {
  return readFields(record, { dateEffet: { to: 'effectiveDate', form: { form: 'day' }, required: dated } });
}

function readFacts(record: NativeRecord, kind: NativeKind): Part {
  const facts = readFields(record, kind.fields);
  const { oneOf = [] } = kind;
  const isSilent = oneOf.length > 0 && !oneOf.some((group) => group.every((field) => record[field] != null));
  return isSilent ? joined(facts, said({}, finding(oneOf[0]?.[0] ?? null, 'field-missing'))) : facts;
}

function readTrainee(record: NativeRecord, kind: NativeKind): Part {
  if (kind.about !== 'trainee') return said({});
  const fields = readFields(record, traineeFields);
  const contact = readContact(record);
  const named = [record.identifiantDE, record.nir, record.numeroInterne].some(isText);
  const nobody = named ? [] : [finding('identifiantDE', 'identifier-missing')];
  const trainee = { ...fields.data, ...contact.data };
  return said({ trainee }, ...fields.findings, ...nobody, ...contact.findings);
}

function readContact({ telephones, courriel }: NativeRecord): Part {
  const phones: readonly unknown[] = Array.isArray(telephones) ? telephones : [];
  const contact = contactBlock(phones, courriel);
  const areTexts = telephones == null || (Array.isArray(telephones) && phones.every((one) => typeof one === 'string'));
  const lost = !phones.every(isReachablePhone) || new Set(phones.map(String)).size > 5;
  return said(
    contact === null ? {} : { contact },
    ...(areTexts ? [] : [finding('telephones', 'text-invalid')]),
    ...(areTexts && lost ? [finding('telephones', 'contact-unreachable')] : []),
    ...(courriel == null || typeof courriel === 'string' ? [] : [finding('courriel', 'text-invalid')]),
    ...(typeof courriel === 'string' && !isReachableEmail(courriel)
      ? [finding('courriel', 'contact-unreachable')]
      : []),
  );
}

function readRelations(record: NativeRecord, kind: NativeKind, source: string): Part {
  if (kind.about !== 'trainee') return said({});
  if (kind.event === 'fact-retracted') return readTarget(record, source);
  return joined(readFields(record, factFields), readCorrected(record), readOrigin(record));
}

function readCorrected({ corrige }: NativeRecord): Part {
  if (corrige == null) return said({});
  const isList = Array.isArray(corrige) && corrige.length > 0 && corrige.every(isPartnerId);
  return isList ? said({ corrects: corrige }) : said({}, finding('corrige', 'reference-invalid'));
}

function readOrigin({ origine }: NativeRecord): Part {
  if (origine == null) return said({});
  const { application, identifiant } = origine as { application?: unknown; identifiant?: unknown };
  const system = codeOf(origins, application);
  if (system === undefined) return said({}, finding('origine', 'code-unknown'));
  if (!isPartnerId(identifiant)) return said({}, finding('origine', 'reference-invalid'));
  return said({ origin: { source: system, id: identifiant } });
}

function readTarget(record: NativeRecord, source: string): Part {
  const kind = codeOf(nativeKinds, record.typeAnnule);
  const isId = isPartnerId(record.identifiantAnnule);
  const findings = [
    ...(kind === undefined ? [finding('typeAnnule', 'kind-unknown')] : []),
    ...(isId ? [] : [finding('identifiantAnnule', 'reference-invalid')]),
  ];
  return said({ target: { source, id: record.identifiantAnnule, type: kind?.event } }, ...findings);
}
