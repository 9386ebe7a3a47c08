import { looksLikeNir } from '@hub/core';
import type { LheoPlace, Outcome, OutcomeRule } from './outcome.ts';

/** An element of a formation, with only what the translation reads (see lheo-vocabulary.ts). */
export interface LheoElement {
  readonly name: string;
  readonly parent: LheoElement | null;
  /** Rank among the siblings of the same name, from 1. */
  readonly rank: number;
  readonly line: number;
  readonly column: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: LheoElement[];
  /** Character data directly in the element, as written. */
  text: string;
}

export function childrenOf(element: LheoElement | undefined, name: string): LheoElement[] {
  return element === undefined ? [] : element.children.filter((child) => child.name === name);
}

/** The element reached by the first child of each name in turn. */
export function descend(element: LheoElement | undefined, ...names: string[]): LheoElement | undefined {
  let reached = element;
  for (const name of names) reached = reached?.children.find((child) => child.name === name);
  return reached;
}

const emptyMandatoryTexts = new Set(['', '-', '--', 'null', 'néant', 'n/a', '.']);

/** The text of an element; undefined where there is none, or one of the fillers that sources write for "nothing". */
export function textOf(element: LheoElement | undefined): string | undefined {
  return textOrNothing(element?.text);
}

/** The same of a text, of an attribute for one. */
export function textOrNothing(text: string | undefined): string | undefined {
  const value = text?.trim();
  return value === undefined || emptyMandatoryTexts.has(value.toLowerCase()) ? undefined : value;
}

export function elementPlace(element: LheoElement): LheoPlace {
  let path = '';
  for (let step: LheoElement | null = element; step !== null; step = step.parent) {
    const ranked = repeatable.has(step.name) || step.rank > 1;
    path = `/${step.name}${ranked ? `[${step.rank}]` : ''}${path}`;
  }
  return { line: element.line, column: element.column, path };
}

const repeatable = new Set(['formation', 'action', 'session']);

/** Makes outcomes; `numero` is found from the element upwards. */
export function outcomeAt(
  severity: Outcome['severity'],
  rule: OutcomeRule,
  element: LheoElement,
  detail: string,
  field: string | null = null,
): Outcome {
  let numero: string | undefined;
  for (let step: LheoElement | null = element; step !== null && numero === undefined; step = step.parent) {
    if (repeatable.has(step.name)) numero = step.attributes.numero;
  }
  return {
    severity,
    rule,
    place: elementPlace(element),
    element: element.name,
    ...(numero === undefined ? {} : { numero: looksLikeNir(numero) || /@.+\./.test(numero) ? '(masqué)' : numero }),
    field,
    detail,
  };
}
