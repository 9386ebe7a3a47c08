import { type RefusalRule, refusalSentence } from '@hub/contracts';
import { shownPointer } from '@hub/platform';

/**
 * Why the door refuses an item: HTTP status, rule of `schemas/rules.json` (where all of its sentences are), and what
 * exactly where the rule is wider than the reason. Rules of single fields are the dictionary's own.
 */
export const doorRules = {
  'json-unreadable': [400, 'json-unreadable'],
  'not-utf-8': [400, 'json-unreadable', 'the bytes are not UTF-8'],
  'text-not-characters': [400, 'json-unreadable', 'a text holds U+0000 or half of a surrogate pair (RFC 7493)'],
  'item-not-object': [400, 'type-wrong', 'an event is a JSON object'],
  'item-too-large': [413, 'item-too-large', 'at most 64 KiB'],
  'nesting-too-deep': [422, 'json-too-deep', 'at most 32 levels'],
  'key-repeated': [422, 'json-key-repeated'],
  'attribute-missing': [422, 'property-missing'],
  'attribute-not-text': [422, 'type-wrong', 'a text expected'],
  'attribute-unknown': [422, 'property-unknown'],
  'envelope-specversion': [422, 'specversion-unknown'],
  'envelope-data': [422, 'type-wrong', 'a JSON object expected'],
  'envelope-data-base64': [422, 'property-unknown', 'data is a JSON object, as it is'],
  'envelope-datacontenttype': [422, 'value-invalid', 'application/json in UTF-8, or left out'],
  'envelope-traceparent': [422, 'format-wrong', 'as W3C Trace Context writes it, or left out'],
  'type-unknown': [422, 'event-unknown'],
  'version-unknown': [422, 'version-unknown', 'urn:hub:dictionary:<event>:<major> expected'],
  'event-reserved': [403, 'event-reserved'],
  'source-shape': [422, 'format-wrong', 'urn:hub:source:<system>, the system in lower case'],
  'source-not-owned': [403, 'source-not-owned'],
  'id-shape': [422, 'characters-refused', '1 to 128 of them'],
  'characters-refused': [422, 'characters-refused'],
  'nir-in-clear': [422, 'nir-in-clear'],
  'mail-in-clear': [422, 'mail-in-clear'],
  'name-in-clear': [422, 'name-in-clear'],
  'time-shape': [422, 'instant-impossible'],
  'recordedtime-ahead': [422, 'recorded-in-future'],
  'attested-in-future': [422, 'date-in-future'],
  'birth-date-impossible': [422, 'birth-date-impossible'],
  'nir-shape': [422, 'nir-shape'],
  'nir-month': [422, 'nir-month'],
  'nir-place': [422, 'nir-place'],
  'nir-order': [422, 'nir-order'],
  'nir-key': [422, 'nir-key'],
  'nia-provisional': [422, 'nia-provisional'],
  'france-travail-number-shape': [422, 'france-travail-number-shape'],
  'identifier-missing': [422, 'identifier-missing'],
  'identifier-placeholder': [422, 'identifier-placeholder'],
  'reference-shape': [422, 'reference-shape'],
  'reference-not-session': [422, 'reference-kind'],
  'training-missing': [422, 'training-missing'],
  'type-by-correction': [
    403,
    'event-reserved',
    'POST /v1/persons/corrections moves identifiers and facts to the person whose they are',
  ],
  'event-foreign': [403, 'event-foreign'],
  'source-foreign': [403, 'source-foreign'],
  'registry-foreign': [403, 'registry-foreign'],
  'territory-foreign': [403, 'territory-foreign'],
  'file-foreign': [403, 'file-foreign'],
  'financer-foreign': [403, 'financer-foreign'],
  'rule-verdict': [422, 'code-unknown', 'by is "manual" where an operator judges'],
  'trainee-unknown': [422, 'trainee-unknown'],
  'second-agent-needed': [409, 'second-agent-needed'],
  'link-contradicts-separation': [409, 'link-contradicts-separation'],
  'identifier-not-theirs': [422, 'identifier-not-theirs'],
  'fact-unknown': [422, 'fact-unknown'],
  'target-unknown': [422, 'event-not-retractable'],
  'target-not-owned': [403, 'target-not-owned'],
  'dossier-number': [422, 'dossier-number'],
  'dossier-unknown': [422, 'dossier-unknown'],
  'dossier-full': [429, 'dossier-full'],
  'dossiers-limit': [429, 'dossiers-limit'],
  'new-persons-limit': [429, 'new-persons-limit'],
  'openings-limit': [429, 'openings-limit'],
  'dossier-misses-limit': [429, 'dossier-misses-limit'],
} as const satisfies Readonly<
  Record<string, readonly [status: number, rule: RefusalRule] | readonly [number, RefusalRule, particulars: string]>
>;

export type DoorRule = keyof typeof doorRules;

/** One field at fault: JSON Pointer into the event, rule, sentence with its remedy. */
export interface Fault {
  readonly pointer: string;
  readonly rule: RefusalRule;
  readonly detail: string;
  readonly status: number;
}

/** Why one event is refused: at least one fault. */
export interface Refusal {
  readonly status: number;
  readonly faults: readonly Fault[];
}

/** What was read of an event, and what is wrong with it. */
export interface Reading<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** `particulars`: what of the writer's own rights the sentence adds. */
export function doorFault(rule: DoorRule, pointer = '', particulars?: string): Fault {
  const [status, code, always] = doorRules[rule];
  return { pointer: shownPointer(pointer), rule: code, detail: refusalSentence(code, particulars ?? always), status };
}

const noFaults: readonly Fault[] = [];

export function sound<T>(value: T): Reading<T> {
  return { value, faults: noFaults };
}

export function faulty<T>(value: T, rule: DoorRule, pointer: string, particulars?: string): Reading<T> {
  return { value, faults: [doorFault(rule, pointer, particulars)] };
}

/** A fault that the dictionary found; its pointer is relative to `data`. */
export function dictionaryFault(violation: { pointer: string; rule: RefusalRule; detail: string }): Fault {
  const { pointer, rule, detail } = violation;
  return { pointer: shownPointer(`/data${pointer}`), rule, detail, status: 422 };
}

/** How many faults of one event are named: enough to correct it by, in an answer that is never much larger than it. */
export const faultsMax = 20;

/** Its status is the gravest: another's source before all else, then size and fullness, then what the data say. */
export function refusal(faults: readonly Fault[]): Refusal {
  const statuses = faults.map((fault) => fault.status);
  const status = [403, 409, 413, 429, 400].find((each) => statuses.includes(each)) ?? 422;
  const gravest = faults.filter((fault) => fault.status === status);
  const others = faults.filter((fault) => fault.status !== status);
  return { status, faults: faults.length > faultsMax ? [...gravest, ...others].slice(0, faultsMax) : faults };
}
