import { addDays } from '@hub/core';
import { birthNames, firstNames, streets, type Town, towns } from './names.ts';
import { between, chance, createRandom, hashOf, pick, type Random } from './random.ts';

/** A fictitious person, the same to every system that meets her. The steps say which system knows which identifier. */
export interface SimulatedPerson {
  readonly index: number;
  readonly sex: 'female' | 'male';
  /** 15 characters with the right key; its commune code is one that no commune has. */
  readonly nir: string;
  /** Old shape `5836675M` or new shape, 11 digits; null where the person is not registered at France Travail. */
  readonly franceTravailNumber: string | null;
  /** Number of the person in EOS ("N° stagiaire"). */
  readonly eosNumber: string;
  readonly birthName: string;
  readonly usualName: string;
  readonly firstNames: string;
  /** Agrees with year and month of the NIR. */
  readonly birthDate: string;
  readonly address: { readonly line: string; readonly town: Town };
  /** A number of the range that ARCEP keeps for fiction. */
  readonly phone: string;
  readonly email: string;
}

/** Departments of the region, whose communes are numbered far below 900. */
const departments = ['18', '28', '36', '37', '41', '45'];
const orders = 998;
const communes = 90;

/** The person of this number in the simulation: a pure function of seed, `today` and index. */
export function simulatedPerson(
  options: { readonly seed: string; readonly today: string },
  index: number,
  registered: boolean,
): SimulatedPerson {
  const random = createRandom(options.seed, 'person', index);
  const sex = chance(random, 0.53) ? 'female' : 'male';
  const birthDate = addDays(options.today, -between(random, 18 * 366, 61 * 365));
  const birthName = pick(random, birthNames);
  const first = pick(random, firstNames[sex]);
  const town = pick(random, towns);
  return {
    index,
    sex,
    nir: nir(options.seed, index, sex, birthDate),
    franceTravailNumber: registered ? franceTravailNumber(random, options.seed, index) : null,
    eosNumber: String(200_000 + (hashOf(options.seed, 'eos') % 800) * 1_000_000 + index),
    birthName,
    usualName: sex === 'female' && chance(random, 0.35) ? pick(random, birthNames) : birthName,
    firstNames: first,
    birthDate,
    address: { line: `${between(random, 1, 140)} ${pick(random, streets)}`, town },
    phone: `063998${String(between(random, 0, 9999)).padStart(4, '0')}`,
    email: `${plain(first)}.${plain(birthName)}.${index}@courriel.example`,
  };
}

/** (Department, commune, order) differ for the first half million trainees of a simulation, whatever the birth date. */
function nir(seed: string, index: number, sex: 'female' | 'male', birthDate: string): string {
  const space = departments.length * communes * orders;
  // 7919 is prime to the size of the space: neighbours in the simulation are no neighbours in the register.
  const place = (hashOf(seed, 'nir') + index * 7919) % space;
  const department = departments[Math.floor(place / (communes * orders))] ?? '18';
  const commune = String(900 + (Math.floor(place / orders) % communes));
  const order = String(1 + (place % orders)).padStart(3, '0');
  const digits = `${sex === 'male' ? 1 : 2}${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}${department}${commune}${order}`;
  return digits + String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

function franceTravailNumber(random: Random, seed: string, index: number): string {
  if (chance(random, 0.4)) return String(10_000_000_000 + ((hashOf(seed, 'ft') * 13 + index * 7_919) % 89_999_999_999));
  const digits = String((hashOf(seed, 'ft') + index * 7_919) % 10_000_000).padStart(7, '0');
  return digits + pick(random, [...'ABCDEFGHJKLMNPRSTUVWXYZ']);
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
