import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HubError } from '@hub/core';
import { z } from 'zod';

/** A private key for ES256 (RFC 7517), as the issuer of access tokens signs with it. */
export interface TokenSigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** Absent: the public half, by which tokens are checked and none is signed. */
  readonly d?: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** Secrets of who reads: no number is drawn and no tombstone made there. */
export type ReaderSecrets = Omit<Secrets, 'numberKey'>;

/** Secrets of whichever service. */
export type HeldSecrets = ReaderSecrets & Partial<Pick<Secrets, 'numberKey'>>;

/** Secrets of who asks in the names of clients: it opens nothing that is sealed under a trainee's key. */
export type SigningSecrets = Pick<Secrets, 'receiptKey' | 'tokenKey'>;

/** Makes aliases of identifiers, under its version. */
export interface Pepper {
  readonly version: number;
  readonly key: Buffer;
}

/** What all processes of one hub share and nobody else may know. Keys are 32 bytes. */
export interface Secrets {
  /** Wraps the trainees' keys; `epochs` holds every epoch still readable, `current` names the one that writes. */
  readonly kek: { readonly current: number; readonly epochs: ReadonlyMap<number, Buffer> };
  /** `former`: while aliases are rotated from it, both are looked up. */
  readonly pepper: Pepper & { readonly former?: Pepper };
  /** Permutes the sequence of dossier numbers. Changing it would give numbers twice: it has no version. */
  readonly numberKey: Buffer;
  /** Signs receipts and states. */
  readonly receiptKey: Buffer;
  /** Signs access tokens. */
  readonly tokenKey: TokenSigningKey;
}

const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');
const epoch = z.number().int().min(1).max(32_767);
const kekFields = z.strictObject({ current: epoch, epochs: z.record(z.string().regex(/^[1-9]\d{0,4}$/), key) });
const secretsFile = z.strictObject({
  kek: kekFields,
  pepper: z.strictObject({ version: epoch, key, former: z.strictObject({ version: epoch, key }).optional() }),
  // Not in the file of a query service, as the private half of the token key.
  numberKey: key.optional(),
  receiptKey: key,
  tokenKey: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: key,
    y: key,
    d: key.optional(),
    kid: z.string().min(1),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  }),
});
export type SecretsFile = z.infer<typeof secretsFile>;
const signingFields = secretsFile.pick({ receiptKey: true, tokenKey: true });
type SigningFields = z.infer<typeof signingFields>;

/** Makes the secrets (mode 0600); of several that do so at once, one wins and the others fail. Throws `secrets-unusable`. */
export async function createSecrets(file: string): Promise<Secrets> {
  await requireDirectory(file);
  const text = `${JSON.stringify(drawFields(), null, 2)}\n`;
  await writeOnce(file, text);
  return allSecrets(parse(file, text, undefined));
}

/** Where secrets are read from. */
export interface SecretsSource {
  readonly file: string;
  /** The KEK in JSON, as the file would hold it: then the file holds none. */
  readonly kek?: string | undefined;
}

/** Throws `secrets-unusable`, with what to do, where there is no file, it is not the owner's alone, or it is damaged. */
export async function loadSecrets(source: string | SecretsSource): Promise<Secrets> {
  return allSecrets(await loadHeldSecrets(source));
}

/** The same of any service's file. */
export async function loadHeldSecrets(source: string | SecretsSource): Promise<HeldSecrets> {
  const found = await findHeldSecrets(source);
  if (found !== null) return found;
  throw new HubError(
    'secrets-unusable',
    `There is no file of secrets at ${sourceOf(source).file}: set HUB_SECRETS_FILE to where the file of this hub is, or ` +
      `${bringBack} For a new hub, "hub secrets create" makes it.`,
  );
}

/** The same, but null where there is no file. A directory that is missing is a fault: a volume that was not mounted. */
export async function findSecrets(source: string | SecretsSource): Promise<Secrets | null> {
  const found = await findHeldSecrets(source);
  return found === null ? null : allSecrets(found);
}

export async function findHeldSecrets(source: string | SecretsSource): Promise<HeldSecrets | null> {
  const { file, kek } = sourceOf(source);
  await requireDirectory(file);
  const text = await readSafely(file);
  return text === null ? null : parse(file, text, kek);
}

/** What of any file signs: the whole one, that of a gateway, of a dispatcher or of a console. Throws `secrets-unusable` as well. */
export async function loadSigningSecrets(file: string): Promise<SigningSecrets> {
  await requireDirectory(file);
  const text = await readSafely(file);
  if (text === null) throw new HubError('secrets-unusable', `There is no file of secrets at ${file}: ${bringBack}`);
  const { receiptKey, tokenKey } = fieldsOf(file, z.object(signingFields.shape), jsonOf(file, text));
  const { d, ...publicHalf } = tokenKey;
  if (d !== undefined) return { receiptKey: bytes(receiptKey), tokenKey: { ...publicHalf, d } };
  throw new HubError(
    'secrets-unusable',
    `${file} is the file of secrets of a query service: dispatcher and console sign.`,
  );
}

/** The fields of a file, to write others of. */
export async function readSecretsFile(file: string): Promise<SecretsFile> {
  const text = await readSafely(file);
  if (text === null) throw new HubError('secrets-unusable', `There is no file of secrets at ${file}.`);
  return readFields(file, text, undefined);
}

/** The services that have a file of secrets of their own. */
export const secretHolders = ['gateway', 'query', 'dispatcher', 'console'] as const;
type SecretsHolder = (typeof secretHolders)[number];

/**
 * What a service has of a hub's secrets, as a file of its own holds it; a projector has none. Throws `wrong-use` for the
 * fields of a query service, which lack what the others need.
 */
export function fieldsFor(service: 'gateway' | 'query', fields: SecretsFile): SecretsFile;
export function fieldsFor(service: SecretsHolder, fields: SecretsFile): SecretsFile | SigningFields;
export function fieldsFor(service: SecretsHolder, fields: SecretsFile): SecretsFile | SigningFields {
  requireWhole(fields);
  if (service === 'gateway') return fields;
  if (service === 'dispatcher' || service === 'console')
    return { receiptKey: fields.receiptKey, tokenKey: fields.tokenKey };
  const { numberKey: _, tokenKey, ...own } = fields;
  const { d: _private, ...publicHalf } = tokenKey;
  return { ...own, tokenKey: publicHalf };
}

/** One step of a rotation. */
export type SecretsChange =
  | 'new-kek'
  | 'new-pepper'
  | 'without-former-pepper'
  | 'new-token'
  | { readonly withoutKek: number };

/** Two files that are changed each by itself would hold two keys of one epoch. */
function requireWhole({ numberKey, tokenKey }: SecretsFile): void {
  if (numberKey !== undefined && tokenKey.d !== undefined) return;
  throw new HubError(
    'wrong-use',
    'This is the file of secrets of a query service: name the whole one, or that of the gateways, by HUB_SECRETS_FILE.',
  );
}

/** The fields of the next file, of the whole one. Throws `wrong-use` for a step that cannot follow. */
export function changedFields(fields: SecretsFile, change: SecretsChange): SecretsFile {
  requireWhole(fields);
  const { kek, pepper } = fields;
  const refuse = (why: string) => {
    throw new HubError('wrong-use', why);
  };
  if (change === 'new-token') return { ...fields, tokenKey: drawTokenKey() };
  if (change === 'new-pepper') {
    if (pepper.former !== undefined) refuse(`Pepper ${pepper.former.version} has not ended: rotate it out first.`);
    const { version, key } = pepper;
    return { ...fields, pepper: { version: version + 1, key: drawKey(), former: { version, key } } };
  }
  if (change === 'without-former-pepper') {
    const { former, ...newest } = pepper;
    if (former === undefined) refuse('There is no former pepper: this step is done, or none was begun.');
    return { ...fields, pepper: newest };
  }
  const held = Object.keys(kek.epochs).map(Number);
  if (change === 'new-kek') {
    const next = Math.max(...held) + 1;
    return { ...fields, kek: { ...kek, epochs: { ...kek.epochs, [next]: drawKey() } } };
  }
  const { withoutKek } = change;
  const left = held.filter((each) => each !== withoutKek);
  if (left.length === 0 || left.length === held.length)
    refuse(`KEK epoch ${withoutKek} is not there, or the only one.`);
  const epochs = Object.fromEntries(Object.entries(kek.epochs).filter(([name]) => Number(name) !== withoutKek));
  return { ...fields, kek: { current: kek.current === withoutKek ? Math.max(...left) : kek.current, epochs } };
}

/** Writes a new file of secrets, mode 0600. Throws `secrets-unusable` where it exists. */
export async function writeSecretsFile(file: string, fields: SecretsFile | SigningFields): Promise<void> {
  await requireDirectory(file);
  await writeOnce(file, `${JSON.stringify(fields, null, 2)}\n`);
}

function sourceOf(source: string | SecretsSource): SecretsSource {
  return typeof source === 'string' ? { file: source } : source;
}

/** Throws `secrets-unusable` where these are those of a query service: whoever takes events needs all. */
export function allSecrets(held: HeldSecrets): Secrets {
  const { numberKey } = held;
  if (numberKey !== undefined && held.tokenKey.d !== undefined) return { ...held, numberKey };
  throw new HubError(
    'secrets-unusable',
    'This is the file of secrets of a query service: a gateway, a restore and a rebuild of the registry need all of them.',
  );
}

async function requireDirectory(file: string): Promise<void> {
  const directory = dirname(file);
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new HubError(
    'secrets-unusable',
    `${directory}, where the secrets belong (HUB_SECRETS_FILE=${file}), is not there: is its volume mounted?`,
  );
}

async function readSafely(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    if (!found.isFile()) {
      throw new HubError('secrets-unusable', `${file} is no file: HUB_SECRETS_FILE names the file of secrets itself.`);
    }
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
      throw new HubError('secrets-unusable', `Others may read ${file}: make it private first (chmod 600).`);
    }
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    throw new HubError(
      'secrets-unusable',
      `The secrets in ${file} cannot be read (${code}): the user that the hub runs as must own the file.`,
      { cause },
    );
  }
}

/** Written whole under another name and then linked: a link fails where the file exists, and nobody reads half of it. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists
      ? `${file} exists and is never overwritten: what it sealed could not be opened any more.`
      : `The secrets cannot be written to ${file}.`;
    throw new HubError('secrets-unusable', why, { cause });
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** Secrets of a hub that nobody has kept: whatever they seal is lost with them. */
export function drawSecrets(): Secrets {
  return allSecrets(fromFields(drawFields()));
}

function drawFields(): SecretsFile {
  return secretsFile.parse({
    kek: { current: 1, epochs: { '1': drawKey() } },
    pepper: { version: 1, key: drawKey() },
    numberKey: drawKey(),
    receiptKey: drawKey(),
    tokenKey: drawTokenKey(),
  });
}

/** 256 random bits. */
export function drawKey(): string {
  return randomBytes(32).toString('base64url');
}

export function drawTokenKey(): SecretsFile['tokenKey'] {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return secretsFile.shape.tokenKey.parse({
    ...{ kty: 'EC', crv: 'P-256', x, y, d },
    ...{ kid: randomUUID(), alg: 'ES256', use: 'sig' },
  });
}

function parse(file: string, text: string, kek: string | undefined): HeldSecrets {
  const secrets = fromFields(readFields(file, text, kek));
  if (!secrets.kek.epochs.has(secrets.kek.current)) {
    throw new HubError('secrets-unusable', `The secrets in ${file} name a current KEK epoch that they do not hold.`);
  }
  return secrets;
}

function fromFields(fields: SecretsFile): HeldSecrets {
  const { former } = fields.pepper;
  const { d, ...publicHalf } = fields.tokenKey;
  const epochs = new Map(Object.entries(fields.kek.epochs).map(([name, value]) => [Number(name), bytes(value)]));
  return {
    kek: { current: fields.kek.current, epochs },
    pepper: { ...pepperOf(fields.pepper), ...(former === undefined ? {} : { former: pepperOf(former) }) },
    ...(fields.numberKey === undefined ? {} : { numberKey: bytes(fields.numberKey) }),
    receiptKey: bytes(fields.receiptKey),
    tokenKey: { ...publicHalf, ...(d === undefined ? {} : { d }) },
  };
}

function readFields(file: string, text: string, kek: string | undefined): SecretsFile {
  return fieldsOf(file, secretsFile, withKek(file, jsonOf(file, text), kek));
}

function jsonOf(file: string, text: string): unknown {
  if (text.trim() === '') throw new HubError('secrets-unusable', `${file} is empty: ${bringBack}`);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text: it is not kept as a cause.
    throw new HubError('secrets-unusable', `The secrets in ${file} are not JSON, or only half of it: ${bringBack}`);
  }
}

function fieldsOf<Fields>(file: string, schema: z.ZodType<Fields>, written: unknown): Fields {
  const parsed = schema.safeParse(written);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ');
  throw new HubError('secrets-unusable', `The secrets in ${file} are damaged at: ${fields}.`);
}

/** One place holds the KEK: of two that differ nobody could say which wrapped a key. */
function withKek(file: string, written: unknown, kek: string | undefined): unknown {
  if (kek === undefined) return written;
  if (typeof written === 'object' && written !== null && 'kek' in written) {
    throw new HubError(
      'secrets-unusable',
      `${file} holds a KEK, and HUB_KEK gives one too: take it out of one of them.`,
    );
  }
  try {
    return { ...(written as object), kek: kekFields.parse(JSON.parse(kek)) };
  } catch {
    // The text is a secret: neither it nor what a parser says of it is told.
    throw new HubError('secrets-unusable', 'HUB_KEK is not {"current": N, "epochs": {"N": "32 bytes in base64url"}}.');
  }
}

const bringBack = 'put the file of this hub back from where you keep a copy of it.';

function pepperOf({ version, key }: { readonly version: number; readonly key: string }): Pepper {
  return { version, key: bytes(key) };
}

const bytes = (text: string) => Buffer.from(text, 'base64url');
