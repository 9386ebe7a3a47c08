import type { LogDataMap } from '@hub/contracts';
import { type ParsedNir, parseFranceTravailNumber, parseNia, parseNir } from '@hub/core';
import type { JsonObject } from './read-items.ts';
import { doorFault, type Fault, faulty, type Reading, sound } from './refusals.ts';

/** Names of the sealed identifiers in `trainee-known`. */
type IdentifierField = 'nir' | 'nia' | 'franceTravailNumber' | 'partnerNumber';

/** One identifier of a trainee in canonical form, in clear: never logged, never stored but sealed. */
export interface Identifier {
  readonly kind: 'nir' | 'nia' | 'france-travail' | 'partner';
  readonly field: IdentifierField;
  readonly value: string;
}

/** What the door can say of an identity while it sees it in clear; it is in clear on the log. */
type IdentityFlags = LogDataMap['trainee-described']['flags'];

export interface Description {
  readonly identity: JsonObject;
  readonly contact: JsonObject;
  readonly flags: Readonly<IdentityFlags>;
}

export interface TraineeBlock {
  /** The strongest first: NIR, former NIR, NIA, France Travail number, partner's own number. */
  readonly identifiers: readonly Identifier[];
  /** True where the source itself says that two NIR are of one person. */
  readonly joinsNirs: boolean;
  /** Null where the block holds nothing but identifiers. */
  readonly description: Description | null;
}

const identityFields = [
  'birthName',
  'usualName',
  'firstNames',
  'birthDate',
  'sex',
  'nationality',
  'birthPlace',
] as const;
const contactFields = ['address', 'phones', 'email'] as const;

/** Reads `data.trainee`. */
export function readTrainee(block: JsonObject): Reading<TraineeBlock> {
  const nir = readNir(block, 'nir');
  const former = readNir(block, 'formerNir');
  const nia = readNir(block, 'nia');
  const number = readFranceTravailNumber(block, 'franceTravailNumber');
  const regional = readFranceTravailNumber(block, 'franceTravailRegionalNumber');
  const nirs = [nir, former, nia].map(({ value }) => value).filter((value) => value !== null);
  const identifiers = nirs.map(nirIdentifier);
  // A NIA that stands in the place of a NIR is still a NIA, and comes after the NIR.
  identifiers.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'nir' ? -1 : 1));
  // Both are numbers at France Travail, and whoever looks for a person may know either.
  for (const value of new Set([number.value, regional.value])) {
    if (value !== null) identifiers.push({ kind: 'france-travail', field: 'franceTravailNumber', value });
  }
  if (typeof block.partnerNumber === 'string') {
    identifiers.push({ kind: 'partner', field: 'partnerNumber', value: block.partnerNumber });
  }
  const faults: Fault[] = [nir, former, nia, number, regional].flatMap((reading) => reading.faults);
  if (identifiers.length === 0 && faults.length === 0) faults.push(doorFault('identifier-missing', '/data/trainee'));
  const description = readDescription(block, nir.value);
  return { value: { identifiers, joinsNirs: former.value !== null, description }, faults };
}

function readNir(block: JsonObject, name: 'nir' | 'formerNir' | 'nia'): Reading<ParsedNir | null> {
  const value = block[name];
  if (typeof value !== 'string') return sound(null);
  const parsed = name === 'nia' ? parseNia(value) : parseNir(value);
  return parsed.ok ? sound(parsed) : faulty(null, parsed.rule, `/data/trainee/${name}`);
}

function nirIdentifier(parsed: ParsedNir): Identifier {
  const kind = parsed.provisional ? 'nia' : 'nir';
  return { kind, field: kind, value: parsed.nir13 };
}

function readFranceTravailNumber(
  block: JsonObject,
  name: 'franceTravailNumber' | 'franceTravailRegionalNumber',
): Reading<string | null> {
  const value = block[name];
  if (typeof value !== 'string') return sound(null);
  const number = parseFranceTravailNumber(value);
  if (number !== null) return sound(number);
  return faulty(null, 'france-travail-number-shape', `/data/trainee/${name}`);
}

function readDescription(block: JsonObject, nir: ParsedNir | null): Description | null {
  const identity = picked(block, identityFields);
  const contact = picked((block.contact ?? {}) as JsonObject, contactFields);
  const describes = Object.keys(identity).length + Object.keys(contact).length > 0 || block.nirCertified !== undefined;
  return describes ? { identity, contact, flags: flagsOf(block, nir) } : null;
}

function picked(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}

/** Whether what is declared agrees with a certified NIR (as les-emplois checks it); the month only where it is one. */
function flagsOf(block: JsonObject, nir: ParsedNir | null): IdentityFlags {
  const { sex, birthDate, nirCertified } = block;
  const comparable = nir !== null && !nir.provisional;
  return {
    ...(nir?.keyChecked ? { nirKeyValid: true } : {}),
    ...(comparable && typeof sex === 'string' ? { sexAgrees: sex === nir.sex } : {}),
    ...(comparable && typeof birthDate === 'string' ? { birthDateAgrees: birthAgrees(birthDate, nir) } : {}),
    ...(typeof nirCertified === 'boolean' ? { nirCertified } : {}),
  };
}

function birthAgrees(birthDate: string, nir: ParsedNir): boolean {
  if (Number(birthDate.slice(2, 4)) !== nir.birthYear) return false;
  return nir.birthMonth === null || Number(birthDate.slice(5, 7)) === nir.birthMonth;
}
