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
  /** A second number at France Travail, the regional one. */
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
  const atFranceTravail = { kind: 'france-travail', field: 'franceTravailNumber' } as const;
  // Both are numbers at France Travail, and whoever looks for a person may know either.
  const franceTravail = (['franceTravailNumber', 'franceTravailRegionalNumber'] as const).map((name) =>
    readNumber(block[name], name, parseFranceTravailNumber, atFranceTravail),
  );
  const partner = readNumber(block.partnerNumber, 'partnerNumber', parsePartnerNumber, {
    kind: 'partner',
    field: 'partnerNumber',
  });
  const nirs = [nir, former, nia].flatMap(({ parsed }) => (parsed === null ? [] : [identifierOf(parsed)]));
  nirs.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'nir' ? -1 : 1));
  return {
    identifiers: eachOnce([
      ...nirs,
      ...franceTravail.flatMap(({ identifiers }) => identifiers),
      ...partner.identifiers,
    ]),
    nir: nir.parsed,
    joinsNirs: former.parsed !== null,
    faults: [nir, former, nia, ...franceTravail, partner].flatMap(({ faults }) => faults),
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

function readNumber(
  text: unknown,
  name: keyof IdentifierBlock,
  parse: (text: string) => FranceTravailNumber | PartnerNumber,
  as: Pick<Identifier, 'kind' | 'field'>,
): Pick<ReadIdentifiers, 'identifiers' | 'faults'> {
  if (typeof text !== 'string') return { identifiers: [], faults: [] };
  const parsed = parse(text);
  if (parsed.ok) return { identifiers: [{ ...as, value: parsed.number }], faults: [] };
  return { identifiers: [], faults: [{ pointer: `/${name}`, rule: parsed.rule }] };
}

function eachOnce(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiers.filter(
    ({ kind, value }, index) => identifiers.findIndex((each) => each.kind === kind && each.value === value) === index,
  );
}
