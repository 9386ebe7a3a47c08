import { type RefusalRule, refusalSentence } from '@hub/contracts';
import { maskNir } from '@hub/core';
import { type DoorRule, doorRules } from './rules.ts';

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

export function doorFault(rule: DoorRule, pointer = ''): Fault {
  const [status, code, particulars] = doorRules[rule];
  return { pointer: safePointer(pointer), rule: code, detail: refusalSentence(code, particulars), status };
}

/** A fault that the dictionary found; its pointer is relative to `data`. */
export function dictionaryFault(violation: { pointer: string; rule: RefusalRule; detail: string }): Fault {
  const { pointer, rule, detail } = violation;
  return { pointer: safePointer(`/data${pointer}`), rule, detail, status: 422 };
}

/** Faults named of one event: enough to correct it by, and an answer never much larger than what was sent. */
export const faultsMax = 20;

/** Its status is the gravest: another's source before all else, then size and fullness, then what the data say. */
export function refusal(faults: readonly Fault[]): Refusal {
  const statuses = faults.map((fault) => fault.status);
  const status = [403, 409, 413, 429, 400].find((each) => statuses.includes(each)) ?? 422;
  const gravest = faults.filter((fault) => fault.status === status);
  const others = faults.filter((fault) => fault.status !== status);
  return { status, faults: faults.length > faultsMax ? [...gravest, ...others].slice(0, faultsMax) : faults };
}

const nameLengthMax = 64;

/** Names of members are the partner's own and may hold anything: those that could be personal are not repeated. */
export function safePointer(pointer: string): string {
  if (pointer === '') return '';
  const names = pointer.slice(1).split('/');
  const safe = (name: string) =>
    name.length <= nameLengthMax && /^[A-Za-z0-9_.~-]*$/.test(name) && maskNir(name) === name;
  return `/${names.map((name) => (safe(name) ? name : '…')).join('/')}`;
}
