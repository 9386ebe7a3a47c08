import type { Fact } from '../facts.ts';
import { compareText } from './union.ts';

/** The part of a fact that another fact of its slot agrees with or not: the date where the date is what is told. */
export function says(fact: Fact): string {
  const { data } = fact;
  switch (fact.type) {
    case 'presence-recorded':
      return String(data.presence);
    case 'selection-decided':
      return String(data.result);
    case 'enrolment-decided':
      return String(data.decision);
    case 'validation-requested':
      return String(data.validator);
    case 'exit-declared':
    case 'session-withdrawn':
      return `${fact.effectiveDate} ${data.kind}`;
    case 'interruption-observed':
    case 'interruption-planned':
    case 'session-interruption-planned':
    case 'path-suspended':
    case 'absence-declared':
      return `${fact.effectiveDate} ${data.to} ${data.justified}`;
    case 'attendance-reported':
      return `${data.hours} ${data.complete}`;
    case 'hours-realised':
      return `${data.hoursCentre} ${data.hoursCompany}`;
    case 'assessment-recorded':
      return `${data.result}`;
    case 'path-planned':
    case 'financing-engaged':
    case 'financing-realised':
    case 'remuneration-set':
    case 'quote-decided':
    case 'service-done':
    case 'path-extended':
    case 'employment-reported':
    case 'session-published':
    case 'recruitment-opened':
      return JSON.stringify(contentOf(data));
    default:
      return fact.effectiveDate ?? '';
  }
}

const relations = new Set([
  'corrects',
  'origin',
  'statement',
  'attempt',
  'module',
  'training',
  'dossier',
  'effectiveDate',
]);

function contentOf(data: Readonly<Record<string, unknown>>): [string, unknown][] {
  const content = Object.entries(data).filter(([name]) => !relations.has(name));
  return content.sort(([a], [b]) => compareText(a, b));
}
