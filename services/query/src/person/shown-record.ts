import { type AssessedDossier, type Category, isSessionReference, type Sight } from '@hub/core';
import type { PathDossier } from '../reading/reader-path.ts';

/** What must be open for a field of a dossier to be shown. `whole`: that the dossier is described as a whole, or from one's own facts. */
type Part = Category | 'always' | 'whole';

type Field = Exclude<keyof AssessedDossier, 'sealed' | 'writtenRefs'>;

const partOf: Readonly<Record<Field, Part>> = {
  number: 'always',
  alsoKnownAs: 'always',
  trainingRefs: 'always',
  partnerRefs: 'whole',
  status: 'states',
  statusSince: 'states',
  funding: 'states',
  territory: 'states',
  organisations: 'states',
  session: 'states',
  plan: 'states',
  wholePath: 'hours',
  attempts: 'states',
  stays: 'states',
  absences: 'hours',
  attendance: 'hours',
  hours: 'hours',
  hostCompanies: 'hours',
  assessment: 'states',
  financing: 'amounts',
  remuneration: 'amounts',
  serviceDone: 'amounts',
  costs: 'amounts',
  quotes: 'amounts',
  attendanceSheets: 'amounts',
  invoices: 'amounts',
  notifications: 'whole',
  skillsProfile: 'whole',
  certifications: 'states',
  anomalies: 'whole',
  expectations: 'whole',
  factCount: 'whole',
  overfull: 'whole',
  today: 'always',
  slotsDeleted: 'states',
};

const fields = Object.keys(partOf) as Field[];

type Shown = { readonly [F in Field]?: AssessedDossier[F] | null };

/**
 * The fields of a dossier that a reader may see. What it may not is empty, whatever there is: a list without items, null,
 * and a count is left out.
 */
export function shownRecord({ assessed, own, sight }: PathDossier): Shown {
  const shown: Record<string, unknown> = {};
  for (const field of fields) {
    const from = isOpen(sight, partOf[field]) ? assessed : isOpenOfOwn(sight, partOf[field]) ? own : null;
    const value = from === null ? emptied(assessed[field]) : from[field];
    if (value !== undefined) shown[field] = value;
  }
  return narrowedTo(sight, shown as Shown);
}

/** Whether the field that a JSON Pointer names is shown of the description from all facts that are seen. */
export function isShown(sight: Sight, pointer: string): boolean {
  const [, field = ''] = pointer.split('/');
  return field in partOf && isOpen(sight, partOf[field as Field]);
}

function isOpen({ described, categories }: Sight, part: Part): boolean {
  if (part === 'always') return true;
  return part === 'whole' ? described !== 'states' : categories.includes(part);
}

function isOpenOfOwn({ own }: Sight, part: Part): boolean {
  return part === 'whole' ? own.length > 0 : own.includes(part as Category);
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return typeof value === 'number' || typeof value === 'boolean' ? undefined : null;
}

function narrowedTo(sight: Sight, shown: Shown): Shown {
  if (sight.described !== 'states') return shown;
  return {
    ...shown,
    trainingRefs: (shown.trainingRefs ?? []).filter(isSessionReference),
    plan: sight.categories.includes('hours') ? (shown.plan ?? null) : withoutHours(shown.plan ?? null),
    // Whoever pays is told of the stay and of what it pays for, not of how the trainee came there.
    ...(isPayBody(sight) ? { attempts: [] } : {}),
    ...heldTo(sight, shown),
  };
}

function isPayBody({ relations }: Sight): boolean {
  return relations.every((relation) => relation === 'paying' || relation === 'own');
}

function withoutHours(plan: AssessedDossier['plan']): AssessedDossier['plan'] {
  return plan === null ? null : { ...plan, hoursCentre: null, hoursCompany: null, weeklyHours: null };
}

/** Hours of the days that the reader pays. */
function heldTo({ days }: Sight, { absences, attendance, hours }: Shown): Shown {
  if (days === null) return {};
  const touches = (from: string, to: string | null) => from <= (days.to ?? '9999') && (to ?? '9999') >= days.from;
  return {
    absences: (absences ?? []).filter(({ value }) => touches(value.from, value.to)),
    attendance: (attendance ?? []).filter(({ value }) => touches(`${value.month}-01`, `${value.month}-31`)),
    hours: (hours ?? []).filter(({ value }) => touches(value.from, value.to)),
  };
}
