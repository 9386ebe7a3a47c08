import { type ParsedNir, parseFranceTravailNumber, parseNia, parseNir } from '@hub/core';
import type { JsonObject } from './parse-item.ts';
import { doorFault, type Fault } from './refusal.ts';

/** Names of the sealed identifiers in `trainee-known`. */
type IdentifierField = 'nir' | 'nia' | 'franceTravailNumber' | 'partnerNumber';

/** One identifier of a trainee in canonical form, in clear: never logged, never stored but sealed. */
export interface Identifier {
  readonly kind: 'nir' | 'nia' | 'france-travail' | 'partner';
  readonly field: IdentifierField;
  readonly value: string;
}

/** What the door can say of an identity while it sees it in clear; told in clear afterwards. */
interface IdentityFlags {
  readonly nirKeyValid?: true;
  readonly sexAgrees?: boolean;
  readonly birthDateAgrees?: boolean;
  readonly nirCertified?: boolean;
}

export interface Description {
  readonly identity: JsonObject;
  readonly contact: JsonObject;
  readonly flags: IdentityFlags;
}

export interface TraineeBlock {
  /** The strongest first: NIR, former NIR, NIA, France Travail number, partner's own number. */
  readonly identifiers: readonly Identifier[];
  /** True where the source itself says that two NIR are of one person. */
  readonly joinsNirs: boolean;
  /** Null where nothing but identifiers was told. */
  readonly description: Description | null;
}

const identityFields = ['birthName', 'usualName', 'firstNames', 'birthDate', 'sex'] as const;
const contactFields = ['address', 'phones', 'email'] as const;

/** Reads `data.trainee`; every fault is added to `faults`. */
export function readTrainee(block: JsonObject, faults: Fault[]): TraineeBlock {
  const nir = readNir(block, 'nir', faults);
  const former = readNir(block, 'formerNir', faults);
  const nia = readNir(block, 'nia', faults);
  const identifiers = [nir, former, nia].filter((each) => each !== null).map(nirIdentifier);
  // A NIA told as a NIR is still a NIA, and comes after the NIR.
  identifiers.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'nir' ? -1 : 1));
  if (typeof block.franceTravailNumber === 'string') {
    const value = parseFranceTravailNumber(block.franceTravailNumber);
    if (value === null) faults.push(doorFault('france-travail-number-shape', '/data/trainee/franceTravailNumber'));
    else identifiers.push({ kind: 'france-travail', field: 'franceTravailNumber', value });
  }
  if (typeof block.partnerNumber === 'string') {
    identifiers.push({ kind: 'partner', field: 'partnerNumber', value: block.partnerNumber });
  }
  if (identifiers.length === 0 && faults.length === 0) faults.push(doorFault('identifier-missing', '/data/trainee'));
  return { identifiers, joinsNirs: former !== null, description: readDescription(block, nir) };
}

function readNir(block: JsonObject, name: 'nir' | 'formerNir' | 'nia', faults: Fault[]): ParsedNir | null {
  const told = block[name];
  if (typeof told !== 'string') return null;
  const parsed = name === 'nia' ? parseNia(told) : parseNir(told);
  if (parsed.ok) return parsed;
  faults.push(doorFault(parsed.rule, `/data/trainee/${name}`));
  return null;
}

function nirIdentifier(parsed: ParsedNir): Identifier {
  const kind = parsed.provisional ? 'nia' : 'nir';
  return { kind, field: kind, value: parsed.nir13 };
}

function readDescription(block: JsonObject, nir: ParsedNir | null): Description | null {
  const identity = picked(block, identityFields);
  const contact = picked((block.contact ?? {}) as JsonObject, contactFields);
  const flags = flagsOf(block, nir);
  const told = Object.keys(identity).length + Object.keys(contact).length > 0 || block.nirCertified !== undefined;
  return told ? { identity, contact, flags } : null;
}

function picked(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}

/** Coherence of a NIR with what is declared (les-emplois): for certified numbers only; the month where it is one. */
function flagsOf(block: JsonObject, nir: ParsedNir | null): IdentityFlags {
  const { sex, birthDate, nirCertified } = block;
  const comparable = nir !== null && !nir.provisional;
  return {
    ...(nir?.keyChecked ? { nirKeyValid: true as const } : {}),
    ...(comparable && typeof sex === 'string' ? { sexAgrees: sex === nir.sex } : {}),
    ...(comparable && typeof birthDate === 'string' ? { birthDateAgrees: birthAgrees(birthDate, nir) } : {}),
    ...(typeof nirCertified === 'boolean' ? { nirCertified } : {}),
  };
}

function birthAgrees(birthDate: string, nir: ParsedNir): boolean {
  if (Number(birthDate.slice(2, 4)) !== nir.birthYear) return false;
  return nir.birthMonth === null || Number(birthDate.slice(5, 7)) === nir.birthMonth;
}
