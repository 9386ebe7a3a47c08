import type { Anomaly, DossierRecord, FactState, FieldValue, SessionRecord, Stay } from '@hub/core';
import { readExpectationTexts, readRuleTexts } from '@hub/platform';

/** What the query service answers for a dossier, as far as a person reads it on a terminal. */
export type ShownDossier = DossierRecord & {
  readonly session?: Pick<SessionRecord, 'published'> | null;
  /** Only where they were asked for. */
  readonly facts?: readonly ShownFact[];
  readonly explanation?: readonly ShownExplanation[];
};

type ShownFact = FactState & {
  /** Pointers of the fields that it decides. */
  readonly fields: readonly string[];
};

/** Why a field says what it says. */
interface ShownExplanation {
  readonly field: string;
  readonly sentence: string;
}

export interface ShownPath {
  readonly traineeIds?: readonly unknown[];
  readonly dossiers: readonly ShownDossier[];
}

/** French for the people of the field; the codes themselves are in the JSON. */
const statusLabels: Readonly<Record<string, string>> = {
  removed: 'retiré',
  interrupted: 'interrompu',
  entered: 'en formation',
  exited: 'sorti',
  absent: 'absent à l’entrée',
  refused: 'refusé',
  withdrawn: 'annulé',
  declared: 'déclaré',
  positioned: 'positionné',
  contacted: 'contact pris',
  appointed: 'rendez-vous fixé',
  'appointment-cancelled': 'rendez-vous annulé',
  present: 'présent au rendez-vous',
  retained: 'retenu',
  waiting: 'mis en attente',
  'to-validate': 'à valider',
  registered: 'inscrit',
};

const standingLabels: Readonly<Record<string, string>> = {
  authoritative: '',
  unconfirmed: ' (non confirmé)',
  contested: ' (contesté)',
  'no-authority': ' (sans autorité)',
};

const ruleTexts = readRuleTexts();
const expectationTexts = new Map(readExpectationTexts().map((text) => [text.name, text]));

export function readablePath(path: ShownPath): string[] {
  const count = `${path.dossiers.length} dossier${path.dossiers.length > 1 ? 's' : ''}`;
  return [`Parcours : ${count}`, ...path.dossiers.flatMap((dossier) => ['', ...readableDossier(dossier)])];
}

export function readableDossier(dossier: ShownDossier): string[] {
  const since = dossier.statusSince?.effectiveDate;
  const also = dossier.alsoKnownAs.length > 0 ? ` (aussi ${dossier.alsoKnownAs.join(', ')})` : '';
  return [
    `Dossier ${dossier.number}${also} : ${statusLabels[dossier.status] ?? dossier.status}${since ? ` depuis le ${since}` : ''}`,
    `  Formation   ${sessionTitle(dossier)}`,
    ...dossier.stays.flatMap(readableStay),
    ...dossier.financing.map(
      (line) => `  Financement ${line.line}${line.realised === null ? ' (engagé)' : ' (constaté)'}`,
    ),
    ...dossier.anomalies.map((anomaly) => `  Anomalie    ${readableAnomaly(anomaly)}`),
    ...dossier.expectations.map(
      (wait) =>
        `  Attendu     ${expectationTexts.get(wait.what)?.label ?? wait.what}${wait.dueBy === null ? '' : ` avant le ${wait.dueBy}`}`,
    ),
    ...[...(dossier.facts ?? [])].sort(byDay).map((fact) => `  Fait        ${readableFact(fact)}`),
    ...(dossier.explanation ?? []).map(({ field, sentence }) => `  Pourquoi    ${field} : ${sentence}`),
  ];
}

/** What it is about and which facts it comes from: of one code there may be several. */
function readableAnomaly({ code, about, facts }: Anomaly): string {
  const { what, dueBy, of: cause, ...others } = about;
  const details = [
    ...(what === undefined ? [] : [expectationTexts.get(String(what))?.label ?? String(what)]),
    ...(dueBy == null ? [] : [`attendu avant le ${dueBy}`]),
    ...(cause == null ? [] : [`de ${cause}`]),
    ...Object.entries(others).map(([name, value]) => `${name} ${value}`),
    ...facts.map(({ source, eventId }) => `${source}/${eventId}`),
  ];
  const sentence = ruleTexts.get(code)?.sentence ?? '';
  return `${code} : ${sentence}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

function byDay(a: ShownFact, b: ShownFact): number {
  const [one, other] = [a.effectiveDate ?? '', b.effectiveDate ?? ''];
  return one < other ? -1 : one > other ? 1 : 0;
}

const factStateLabels: Readonly<Record<FactState['state'], string>> = {
  live: '',
  variant: 'variante écartée au profit de',
  removed: 'retiré par',
  'set-aside': 'écarté par un opérateur',
  superseded: 'remplacé par',
  echo: 'écho de',
};

function readableFact({ type, source, id, effectiveDate, state, by, fields }: ShownFact): string {
  const became = [
    ...(state === 'live'
      ? []
      : [[factStateLabels[state], ...by.map((one) => `${one.source}/${one.eventId}`)].join(' ')]),
    ...(fields.length === 0 ? [] : [`décide ${fields.join(', ')}`]),
  ];
  return `${effectiveDate ?? '          '}  ${type}, ${source}/${id}${became.length === 0 ? '' : ` : ${became.join(' ; ')}`}`;
}

function sessionTitle(dossier: ShownDossier): string {
  const title = dossier.session?.published?.value.title;
  const references = dossier.trainingRefs.join(', ');
  return typeof title === 'string' ? `${title} — ${references}` : references;
}

function readableStay(stay: Stay): string[] {
  const lines: string[] = [];
  if (stay.entry !== null) lines.push(`  Entrée      ${readableDay(stay.entry)}`);
  for (const { period, resumedOn } of stay.interruptions) {
    const { from, to } = period.value;
    lines.push(`  Interruption du ${from} au ${to ?? '…'}${resumedOn === null ? '' : `, reprise le ${resumedOn}`}`);
  }
  if (stay.exit !== null) lines.push(`  Sortie      ${readableDay(stay.exit)}`);
  return lines;
}

function readableDay(field: FieldValue<string>): string {
  return `${field.value}, ${field.source}${standingLabels[field.standing] ?? ''}`;
}
