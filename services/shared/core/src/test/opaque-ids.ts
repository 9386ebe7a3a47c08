import { createCipheriv, createHash } from 'node:crypto';
import { nirKey } from '../identifiers/nir.ts';

/** Whole numbers from 0 to `below` (at most 2^48), and bytes: the same for the same seed. */
export interface Random {
  readonly below: (bound: number) => number;
  readonly bytes: (count: number) => Buffer;
}

const blockBytes = 64 * 1024;

/** The key stream of AES in counter mode: some 2 GB of it a second. */
export function randomOf(seed: number): Random {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, String(seed)), Buffer.alloc(16));
  const zeros = Buffer.alloc(blockBytes);
  let block = cipher.update(zeros);
  let used = 0;
  const bytes = (count: number) => {
    if (used + count > blockBytes) [block, used] = [cipher.update(zeros), 0];
    used += count;
    return block.subarray(used - count, used);
  };
  return { bytes, below: (bound) => bytes(6).readUIntBE(0, 6) % bound };
}

function digits(random: Random, count: number): string {
  return (
    String(random.below(10 ** Math.min(count, 12))).padStart(Math.min(count, 12), '0') +
    (count > 12 ? digits(random, count - 12) : '')
  );
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const between = (from: number, to: number) => (random: Random) =>
  Date.UTC(from) + random.below(Date.UTC(to) - Date.UTC(from));
const instant = between(1970, 2039);
/** Of which the microseconds have 16 digits. */
const recent = between(2002, 2039);
const uuid = (text: string) => text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function ofInstant(random: Random): string {
  return new Date(between(2001, 2100)(random)).toISOString().replace(/\D/g, '');
}

/** yyyymmdd of the years in which ids are made. */
function dayOfIds(random: Random): string {
  return new Date(between(2022, 2030)(random)).toISOString().slice(0, 10).replaceAll('-', '');
}

/** 15 bytes in hexadecimal with version and variant between them. */
function uuidOf(hex: string, version: number): string {
  return uuid(`${hex.slice(0, 12)}${version}${hex.slice(12, 15)}9${hex.slice(15, 30)}`);
}

const hash = (algorithm: string) => (random: Random) => createHash(algorithm).update(random.bytes(16)).digest('hex');

/** Ids as systems make them, none about anybody; instants are of 1970 to 2038, written days of 2001 to 2099. */
export const opaqueIds: Readonly<Record<string, (random: Random) => string>> = {
  'UUID v1': (random) => uuidOf(random.bytes(15).toString('hex'), 1),
  'UUID v4': (random) => uuidOf(random.bytes(15).toString('hex'), 4),
  'UUID v4 without hyphens': (random) => random.bytes(16).toString('hex'),
  'UUID v7': (random) => uuidOf(instant(random).toString(16).padStart(12, '0') + random.bytes(9).toString('hex'), 7),
  'SHA-256 hex': hash('sha256'),
  'SHA-1 hex': hash('sha1'),
  base64url: (random) => random.bytes(32).toString('base64url'),
  ULID: (random) => Array.from(random.bytes(26), (byte) => crockford.charAt(byte & 31)).join(''),
  'KSUID, nanoid': (random) => Array.from(random.bytes(27), (byte) => base62.charAt(byte % 62)).join(''),
  'epoch ms': (random) => String(instant(random)),
  'evt-, epoch ms': (random) => `evt-${instant(random)}`,
  'epoch ms glued': (random) => `evt${instant(random)}kairos`,
  'epoch ms, counter of 2 digits': (random) => `${instant(random)}-${digits(random, 2)}`,
  'epoch ms, counter of 3 digits': (random) => `e.${instant(random)}.${digits(random, 3)}`,
  'epoch s with 5 decimals': (random) => `${Math.floor(instant(random) / 1000)}.${digits(random, 5)}`,
  'epoch µs': (random) => `${recent(random)}${digits(random, 3)}`,
  'epoch ns': (random) => `${recent(random)}${digits(random, 6)}`,
  'snowflake, 17 to 19 digits': (random) => `${1 + random.below(9)}${digits(random, 16 + random.below(3))}`,
  yyyymmddhhmmss: (random) => ofInstant(random).slice(0, 14),
  'entry-1-yyyymmddhhmmss': (random) => `entry-${1 + random.below(9)}-${ofInstant(random).slice(0, 14)}`,
  'yyyymmdd-hhmmss-n': (random) => ofInstant(random).replace(/^(.{8})(.{6}).*$/, `$1-$2-${digits(random, 3)}`),
  'yyyy-mm-ddThh:mm:ss.mmmZ': (random) =>
    ofInstant(random).replace(/^(.{4})(..)(..)(..)(..)(..)(...)$/, '$1-$2-$3T$4:$5:$6.$7Z'),
  'order number, yyyymmdd and 5 digits': (random) => dayOfIds(random) + digits(random, 5),
  'order number, yyyymmdd and 7 digits': (random) => dayOfIds(random) + digits(random, 7),
  'order number, K-yyyymmdd-n': (random) => `K-${dayOfIds(random)}-${digits(random, 7)}`,
  'IBAN of France': (random) => `FR76${digits(random, 23)}`,
  'SIRET, 14 digits': (random) => digits(random, 14),
  'SIRET and number': (random) => `${digits(random, 14)}-${digits(random, 4)}`,
  'telephone, +33': (random) => `+33${digits(random, 9)}`,
  'telephone, in pairs': (random) => digits(random, 10).replace(/(..)(?=.)/g, '$1.'),
  'France Travail number': (random) => `${digits(random, 10)}${crockford.charAt(random.below(32))}`,
};

/** A NIR of somebody born in France or abroad, 15 characters, pseudo-months and Corsica included. */
export function inventedNir(random: Random): string {
  const month = random.below(200) === 0 ? '31' : String(1 + random.below(12)).padStart(2, '0');
  const department =
    random.below(50) === 0 ? (random.below(2) === 0 ? '2A' : '2B') : String(1 + random.below(95)).padStart(2, '0');
  const place =
    random.below(8) === 0
      ? `99${101 + random.below(400)}`
      : `${department}${String(1 + random.below(700)).padStart(3, '0')}`;
  const nir13 = `${1 + random.below(2)}${digits(random, 2)}${month}${place}${String(1 + random.below(600)).padStart(3, '0')}`;
  return nir13 + nirKey(nir13);
}

const parts = (nir: string) =>
  /^(.)(..)(..)(..)(...)(...)(..)?$/
    .exec(nir)
    ?.slice(1)
    .filter((part) => part !== undefined) ?? [];

/** How people and systems write a NIR into an id or a label. */
export const writtenNirs: Readonly<Record<string, (nir15: string) => string>> = {
  '15 alone': (nir) => nir,
  '15 in an id': (nir) => `entry-${nir}-1`,
  '15 glued to letters': (nir) => `nom${nir}x`,
  '15 in groups, spaces': (nir) => parts(nir).join(' '),
  '15 in groups, dots': (nir) => parts(nir).join('.'),
  '15 in groups, hyphens, in an id': (nir) => `e:${parts(nir).join('-')}`,
  '15 in groups, slashes': (nir) => parts(nir).join('/'),
  '15, key in parentheses': (nir) => `${parts(nir.slice(0, 13)).join(' ')} (${nir.slice(13)})`,
  '15, 1 and 12 and 2': (nir) => `${nir.charAt(0)} ${nir.slice(1, 13)} ${nir.slice(13)}`,
  '13 and key, space': (nir) => `${nir.slice(0, 13)} ${nir.slice(13)}`,
  '13 and key, hyphen': (nir) => `${nir.slice(0, 13)}-${nir.slice(13)}`,
  '13 in groups, spaces': (nir) => parts(nir.slice(0, 13)).join(' '),
  '13 in groups, hyphens': (nir) => parts(nir.slice(0, 13)).join('-'),
  '13 behind nir': (nir) => `nir${nir.slice(0, 13)}`,
  '13 alone': (nir) => nir.slice(0, 13),
  '13 in an id': (nir) => `entry-${nir.slice(0, 13)}-1`,
  '13 glued to letters': (nir) => `p${nir.slice(0, 13)}`,
};
