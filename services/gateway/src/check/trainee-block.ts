import type { LogDataMap } from '@hub/contracts';
import { type Identifier, type ParsedNir, readIdentifiers } from '@hub/core';
import type { JsonObject } from './read-items.ts';
import { doorFault, type Reading } from './refusals.ts';

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
  const { identifiers, nir, joinsNirs, faults } = readIdentifiers(block);
  const found = faults.map(({ rule, pointer }) => doorFault(rule, `/data/trainee${pointer}`));
  if (identifiers.length === 0 && faults.length === 0) found.push(doorFault('identifier-missing', '/data/trainee'));
  return { value: { identifiers, joinsNirs, description: readDescription(block, nir) }, faults: found };
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
