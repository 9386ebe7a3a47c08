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

/**
 * The one reading of identifiers: of the door, of whoever searches, and of whoever corrects. A provisional number in the
 * place of a NIR is a NIA wherever it is written, and comes after the NIR.
 */
export function readIdentifiers(block: IdentifierBlock): ReadIdentifiers {
  const nir = readNir(block.nir, 'nir', parseNir);
  const former = readNir(block.formerNir, 'formerNir', parseNir);
  const nia = readNir(block.nia, 'nia', parseNia);
  const number = readNumber(block, 'franceTravailNumber', parseFranceTravailNumber);
  const regional = readNumber(block, 'franceTravailRegionalNumber', parseFranceTravailNumber);
  const partner = readNumber(block, 'partnerNumber', parsePartnerNumber);
  const nirs = [nir, former, nia].flatMap(({ parsed }) => (parsed === null ? [] : [identifierOf(parsed)]));
  nirs.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'nir' ? -1 : 1));
  return {
    identifiers: [
      ...nirs,
      ...[...new Set([...number.values, ...regional.values])].map(ofFranceTravail),
      ...partner.values.map(ofPartner),
    ],
    nir: nir.parsed,
    joinsNirs: former.parsed !== null,
    faults: [nir, former, nia, number, regional, partner].flatMap(({ faults }) => faults),
  };
}

interface ReadNir {
  readonly parsed: ParsedNir | null;
  readonly faults: readonly IdentifierFault[];
}

function readNir(text: unknown, name: 'nir' | 'formerNir' | 'nia', parse: typeof parseNir): ReadNir {
  if (typeof text !== 'string') return { parsed: null, faults: [] };
  const parsed = parse(text);
  if (parsed.ok) return { parsed, faults: [] };
  return { parsed: null, faults: [{ pointer: `/${name}`, rule: parsed.rule }] };
}

function identifierOf({ provisional, nir13 }: ParsedNir): Identifier {
  const kind = provisional ? 'nia' : 'nir';
  return { kind, field: kind, value: nir13 };
}

function ofFranceTravail(value: string): Identifier {
  return { kind: 'france-travail', field: 'franceTravailNumber', value };
}

function ofPartner(value: string): Identifier {
  return { kind: 'partner', field: 'partnerNumber', value };
}

function readNumber(
  block: IdentifierBlock,
  name: 'franceTravailNumber' | 'franceTravailRegionalNumber' | 'partnerNumber',
  parse: (text: string) => FranceTravailNumber | PartnerNumber,
): { readonly values: readonly string[]; readonly faults: readonly IdentifierFault[] } {
  const text = block[name];
  if (typeof text !== 'string') return { values: [], faults: [] };
  const parsed = parse(text);
  if (parsed.ok) return { values: [parsed.number], faults: [] };
  return { values: [], faults: [{ pointer: `/${name}`, rule: parsed.rule }] };
}
