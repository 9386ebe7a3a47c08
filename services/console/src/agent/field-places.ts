import type { Told } from './answers.ts';
import type { Words } from './words.ts';

/** A value of a record, and where it stands: `/stays/0/entry`. */
export interface PlacedValue {
  readonly field: string;
  readonly told: Told;
}

/** Every value of a record that names its fact; what lies inside a value is part of it. */
export function placedValues(part: unknown, at = ''): readonly PlacedValue[] {
  if (part === null || typeof part !== 'object') return [];
  if ('eventId' in part && 'standing' in part && 'value' in part) return [{ field: at, told: part as Told }];
  return Object.entries(part).flatMap(([name, inner]) => placedValues(inner, `${at}/${name}`));
}

/**
 * Which event gives the field of a record with this name, and which of its properties the value is; where the hub explains
 * a field it names the event itself. The French words of both are the dictionary's.
 */
const givenBy: Readonly<Record<string, readonly [event: string, property?: string]>> = {
  positioned: ['candidate-positioned'],
  contacted: ['candidate-contacted'],
  since: ['candidate-positioned', 'slot'],
  transfers: ['appointment-transferred'],
  presence: ['presence-recorded', 'presence'],
  selection: ['selection-decided', 'result'],
  validation: ['validation-requested'],
  enrolment: ['enrolment-decided', 'decision'],
  withdrawal: ['positioning-withdrawn'],
  certificateIssued: ['enrolment-certificate-issued'],
  registrationCertificateIssued: ['registration-certificate-issued'],
  firmPlace: ['firm-place-granted'],
  trainingPlanValidated: ['training-plan-validated'],
  entry: ['entry-attested'],
  absence: ['absent-at-entry'],
  exit: ['exit-declared'],
  abandonment: ['abandonment-declared'],
  period: ['interruption-observed'],
  resumption: ['resumption-attested'],
  resumptions: ['resumption-attested'],
  assessment: ['assessment-recorded', 'result'],
  interruptions: ['interruption-planned'],
  absences: ['absence-declared'],
  attendance: ['attendance-reported'],
  hours: ['hours-realised'],
  hostCompanies: ['host-company-declared'],
  engaged: ['financing-engaged'],
  realised: ['financing-realised'],
  remuneration: ['remuneration-set'],
  serviceDone: ['service-done', 'state'],
  costs: ['training-cost-declared'],
  state: ['quote-decided', 'state'],
  candidate: ['quote-decided', 'state'],
  franceTravail: ['quote-decided', 'state'],
  attendanceSheets: ['attendance-sheet-signed'],
  prepared: ['invoice-prepared', 'state'],
  sent: ['invoice-sent', 'state'],
  notifications: ['adviser-notified'],
  skillsProfile: ['skills-profile-completed'],
  certifications: ['certification-obtained'],
};

export interface NamedField {
  /** In French. */
  readonly label: string;
  readonly event: string;
  /** Of a value that is one property of its event. */
  readonly property: string | null;
}

/** What a field is called: by the property that it is, else by the event that gives it. */
export function namedField(words: Words, field: string, type: string | null): NamedField {
  const name = nameOf(field);
  const [event = 'path-planned', property = name] = givenBy[name] ?? [];
  const given = type ?? event;
  const title = words.property(given, property);
  if (title !== null)
    return { label: givenBy[name] === undefined ? title : words.event(given), event: given, property };
  return { label: words.event(given), event: given, property: null };
}

/** The last part of a place that is no index. */
function nameOf(field: string): string {
  return field.split('/').findLast((part) => !/^\d+$/.test(part)) ?? '';
}
