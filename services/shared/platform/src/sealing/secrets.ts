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
  readonly d: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

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
const secretsFile = z.strictObject({
  kek: z.strictObject({ current: epoch, epochs: z.record(z.string().regex(/^[1-9]\d{0,4}$/), key) }),
  pepper: z.strictObject({ version: epoch, key, former: z.strictObject({ version: epoch, key }).optional() }),
  numberKey: key,
  receiptKey: key,
  tokenKey: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: key,
    y: key,
    d: key,
    kid: z.string().min(1),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  }),
});
type SecretsFile = z.infer<typeof secretsFile>;

/** Makes the secrets (mode 0600); of several that do so at once, one wins and the others fail. Throws `secrets-unusable`. */
export async function createSecrets(file: string): Promise<Secrets> {
  await requireDirectory(file);
  const text = `${JSON.stringify(drawFields(), null, 2)}\n`;
  await writeOnce(file, text);
  return parse(file, text);
}

/** Throws `secrets-unusable`, with what to do, where there is no file, it is not the owner's alone, or it is damaged. */
export async function loadSecrets(file: string): Promise<Secrets> {
  const found = await findSecrets(file);
  if (found !== null) return found;
  throw new HubError(
    'secrets-unusable',
    `There is no file of secrets at ${file}: set HUB_SECRETS_FILE to where the file of this hub is, or ${bringBack} ` +
      'For a new hub, "hub secrets create" makes it.',
  );
}

/** The same, but null where there is no file. A directory that is missing is a fault: a volume that was not mounted. */
export async function findSecrets(file: string): Promise<Secrets | null> {
  await requireDirectory(file);
  const text = await readSafely(file);
  return text === null ? null : parse(file, text);
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
  return fromFields(drawFields());
}

function drawFields(): SecretsFile {
  const random = () => randomBytes(32).toString('base64url');
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return secretsFile.parse({
    kek: { current: 1, epochs: { '1': random() } },
    pepper: { version: 1, key: random() },
    numberKey: random(),
    receiptKey: random(),
    tokenKey: { kty: 'EC', crv: 'P-256', x, y, d, kid: randomUUID(), alg: 'ES256', use: 'sig' },
  });
}

function parse(file: string, text: string): Secrets {
  const secrets = fromFields(readFields(file, text));
  if (!secrets.kek.epochs.has(secrets.kek.current)) {
    throw new HubError('secrets-unusable', `The secrets in ${file} name a current KEK epoch that they do not hold.`);
  }
  return secrets;
}

function fromFields(fields: SecretsFile): Secrets {
  const { former } = fields.pepper;
  const epochs = new Map(Object.entries(fields.kek.epochs).map(([name, value]) => [Number(name), bytes(value)]));
  return {
    kek: { current: fields.kek.current, epochs },
    pepper: { ...pepperOf(fields.pepper), ...(former === undefined ? {} : { former: pepperOf(former) }) },
    numberKey: bytes(fields.numberKey),
    receiptKey: bytes(fields.receiptKey),
    tokenKey: fields.tokenKey,
  };
}

function readFields(file: string, text: string): SecretsFile {
  if (text.trim() === '') throw new HubError('secrets-unusable', `${file} is empty: ${bringBack}`);
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    // The parser's message would quote the text: it is not kept as a cause.
    throw new HubError('secrets-unusable', `The secrets in ${file} are not JSON, or only half of it: ${bringBack}`);
  }
  const parsed = secretsFile.safeParse(written);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ');
  throw new HubError('secrets-unusable', `The secrets in ${file} are damaged at: ${fields}.`);
}

const bringBack = 'put the file of this hub back from where you keep a copy of it.';

function pepperOf({ version, key }: { readonly version: number; readonly key: string }): Pepper {
  return { version, key: bytes(key) };
}

const bytes = (text: string) => Buffer.from(text, 'base64url');
