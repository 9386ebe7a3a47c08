import type { SaxesParser } from 'saxes';
import { elementPlace, type LheoElement, outcomeAt } from '../translate/lheo-element.ts';
import type { LheoPlace, Outcome, OutcomeRule } from '../translate/outcome.ts';

/** What a LHEO file holds, in its order. After `failed` nothing follows. */
export type LheoItem =
  | { readonly kind: 'formation'; readonly formation: LheoElement }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

export interface LheoBounds {
  /** Characters of one `<formation>`; beyond, it is refused and the reading goes on. Default 8 Mi. */
  readonly formationCharsMax?: number;
  /** Characters of one text, tag, comment or declaration; beyond, the file is refused. Default 8 Mi. */
  readonly tokenCharsMax?: number;
}

/** Reports of mended characters in one formation; further ones of the same formation are not reported one by one. */
const mendedReportsMax = 20;

type Parser = SaxesParser<{ position: false; xmlns: false }>;

export interface Reading {
  readonly parser: Parser;
  readonly items: LheoItem[];
  readonly bounds: Required<LheoBounds>;
  /** Elements around the formations: `lheo`, `offres`. */
  readonly outer: LheoElement[];
  /** Prefixes bound to a namespace of LHEO so far, with their colon; '' where it is the default one. */
  readonly prefixes: Set<string>;
  mode: 'outside' | 'inside' | 'resync';
  /** The element being read, inside a formation. */
  current: LheoElement | null;
  /** Open elements of a subtree that is not kept. */
  skipped: number;
  formations: number;
  /** Parser position where the formation began. */
  formationStart: number;
  mended: number;
  /** Bare ampersands of the file so far, and the line of the first. */
  bare: number;
  bareLine: number;
  tags: number;
  /** Why the formation that is being passed over was refused. */
  lostBy: OutcomeRule;
  rootClosed: boolean;
  /** True once tags did not match: the parser's own idea of what is open is then worth nothing outside formations. */
  disturbed: boolean;
  /** Start tags of formations in the text, and those that the parser gave: the others stand in comments. */
  formationTags: number;
  formationsGiven: number;
  ending: boolean;
  failed: Outcome | null;
  startLine: number;
  startColumn: number;
}

export function fail(reading: Reading, rule: OutcomeRule, detail: string): void {
  reading.failed ??= { ...hereOutcome(reading, rule), detail };
}

export function report(reading: Reading, outcome: Outcome): void {
  reading.items.push({ kind: 'outcome', outcome });
}

/** Characters of what is read, at the present place. */
export function reportMended(reading: Reading, detail: string): void {
  if (reading.mode !== 'inside' || reading.skipped > 0) return;
  reading.mended += 1;
  if (reading.mended > mendedReportsMax) return;
  report(reading, { ...hereOutcome(reading, 'xml-repaired'), severity: 'repaired', detail });
}

export function hereOutcome(reading: Reading, rule: OutcomeRule): Outcome {
  const around = reading.current ?? reading.outer.at(-1);
  const place: LheoPlace = {
    line: reading.parser.line,
    column: reading.parser.columnIndex + 1,
    path: around === undefined ? '/' : elementPlace(around).path,
  };
  const named = around === undefined ? undefined : outcomeAt('refused', rule, around, '');
  return {
    severity: 'refused',
    rule,
    place,
    element: around?.name ?? '',
    ...(named?.numero === undefined ? {} : { numero: named.numero }),
    field: null,
    detail: '',
  };
}

export function element(reading: Reading, name: string, attributes: Readonly<Record<string, string>>): LheoElement {
  const parent = reading.current ?? reading.outer.at(-1) ?? null;
  return {
    name,
    parent,
    rank: rankAmong(parent, name),
    line: reading.startLine,
    column: reading.startColumn,
    attributes,
    children: [],
    text: '',
  };
}

function rankAmong(parent: LheoElement | null, name: string): number {
  for (let at = (parent?.children.length ?? 0) - 1; at >= 0; at -= 1) {
    const sibling = parent?.children[at];
    if (sibling?.name === name) return sibling.rank + 1;
  }
  return 1;
}

/** Reports every session of the formation being read, since none of them will be sent. */
export function reportLostSessions(reading: Reading, rule: OutcomeRule): void {
  let formation = reading.current;
  while (formation !== null && formation.name !== 'formation') formation = formation.parent;
  for (const action of formation?.children ?? []) {
    for (const session of action.children) if (session.name === 'session') reportLostSession(reading, session, rule);
  }
}

export function reportLostSession(reading: Reading, session: LheoElement, rule: OutcomeRule): void {
  report(reading, outcomeAt('refused', rule, session, 'Session non transmise : sa formation ne peut pas être lue.'));
}
