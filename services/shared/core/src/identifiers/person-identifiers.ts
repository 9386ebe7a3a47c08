import { type FranceTravailNumber, parseFranceTravailNumber } from './france-travail-number.ts';
import { type NirRule, type ParsedNir, parseNia, parseNir } from './nir.ts';
import { type PartnerNumber, parsePartnerNumber } from './partner-text.ts';

export type IdentifierKind = 'nir' | 'nia' | 'france-travail' | 'partner';

/** One identifier of a person in canonical form, in clear: never logged, never stored but sealed. */
export interface Identifier {
  readonly kind: IdentifierKind;
  /** Its name in `trainee-known`. */
  readonly field: 'nir' | 'nia' | 'franceTravailNumber' | 'partnerNumber';
  readonly value: string;
}

/** Identifiers as they are written in an event, a search or a correction; a property that is no text is none. */
export interface IdentifierBlock {
  readonly nir?: unknown;
  readonly formerNir?: unknown;
  readonly nia?: unknown;
  readonly franceTravailNumber?: unknown;
  /** A number at France Travail as well: whoever looks for a person may know either. */
  readonly franceTravailRegionalNumber?: unknown;
  readonly partnerNumber?: unknown;
}

export type IdentifierRule =
  | NirRule
  | Extract<FranceTravailNumber, { ok: false }>['rule']
  | Extract<PartnerNumber, { ok: false }>['rule'];

export interface IdentifierFault {
  /** JSON Pointer into the block. */
  readonly pointer: string;
  readonly rule: IdentifierRule;
}

export interface ReadIdentifiers {
  /** The strongest first: NIR, former NIR, NIA, France Travail number, partner's own number. */
  readonly identifiers: readonly Identifier[];
  /** What stands in `nir`, where it can be read. */
  readonly nir: ParsedNir | null;
  /** True where the block itself says that two NIR are of one person. */
  readonly joinsNirs: boolean;
  readonly faults: readonly IdentifierFault[];
}

/** Characters of a NIR, NIA or France Travail number as written, separators included. */
export const identifierLengthMax = 32;

/** How each property is read. */
const readers = [
  ['nir', parseNir],
  ['formerNir', parseNir],
  ['nia', parseNia],
  ['franceTravailNumber', parseFranceTravailNumber],
  ['franceTravailRegionalNumber', parseFranceTravailNumber],
  ['partnerNumber', parsePartnerNumber],
] as const;

const strength: readonly IdentifierKind[] = ['nir', 'nia', 'france-travail', 'partner'];

/**
 * The one reading of identifiers: of the door, of whoever searches, and of whoever corrects. A provisional number in the
 * place of a NIR is a NIA wherever it is written, and comes after the NIR.
 */
export function readIdentifiers(block: IdentifierBlock): ReadIdentifiers {
  const identifiers: Identifier[] = [];
  const faults: IdentifierFault[] = [];
  let nir: ParsedNir | null = null;
  let joinsNirs = false;
  for (const [name, parse] of readers) {
    const text = block[name];
    if (typeof text !== 'string') continue;
    const parsed = parse(text);
    if (!parsed.ok) {
      faults.push({ pointer: `/${name}`, rule: parsed.rule });
      continue;
    }
    if (name === 'nir' && 'nir13' in parsed) nir = parsed;
    if (name === 'formerNir') joinsNirs = true;
    const read = 'nir13' in parsed ? ofNir(parsed) : ofNumber(name === 'partnerNumber', parsed.number);
    if (!identifiers.some(({ kind, value }) => kind === read.kind && value === read.value)) identifiers.push(read);
  }
  identifiers.sort((a, b) => strength.indexOf(a.kind) - strength.indexOf(b.kind));
  return { identifiers, nir, joinsNirs, faults };
}

function ofNir({ provisional, nir13 }: ParsedNir): Identifier {
  const kind = provisional ? 'nia' : 'nir';
  return { kind, field: kind, value: nir13 };
}

function ofNumber(isPartners: boolean, value: string): Identifier {
  return isPartners
    ? { kind: 'partner', field: 'partnerNumber', value }
    : { kind: 'france-travail', field: 'franceTravailNumber', value };
}
