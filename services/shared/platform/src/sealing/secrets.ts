import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
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

/** What all processes of one hub share and nobody else may know. Keys are 32 bytes. */
export interface Secrets {
  /** Wraps the trainees' keys; `epochs` holds every epoch still readable, `current` names the one that writes. */
  readonly kek: { readonly current: number; readonly epochs: ReadonlyMap<number, Buffer> };
  /** Makes aliases of identifiers. */
  readonly pepper: { readonly version: number; readonly key: Buffer };
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
  pepper: z.strictObject({ version: epoch, key }),
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

/**
 * Reads the secrets; makes them first (mode 0600) where the file is missing. Any number of processes may start at
 * once: one file wins. Throws `secrets-unusable` if others than its owner may read it, or if it is damaged.
 */
export async function loadSecrets(file: string): Promise<Secrets> {
  const text = (await readSafely(file)) ?? (await create(file));
  return parse(file, text);
}

async function readSafely(file: string): Promise<string | null> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new HubError('secrets-unusable', `Others may read ${file}: make it private first (chmod 600).`);
    }
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new HubError('secrets-unusable', `The secrets in ${file} cannot be read.`, { cause });
  }
}

/** Written whole under another name and then linked: a link fails where the file exists, and nobody reads half of it. */
async function create(file: string): Promise<string> {
  const text = `${JSON.stringify(drawFields(), null, 2)}\n`;
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
    return text;
  } catch (cause) {
    const winner = (cause as NodeJS.ErrnoException).code === 'EEXIST' ? await readSafely(file) : null;
    if (winner !== null) return winner;
    throw new HubError('secrets-unusable', `The secrets cannot be written to ${file}.`, { cause });
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
  const epochs = new Map(Object.entries(fields.kek.epochs).map(([name, value]) => [Number(name), bytes(value)]));
  return {
    kek: { current: fields.kek.current, epochs },
    pepper: { version: fields.pepper.version, key: bytes(fields.pepper.key) },
    numberKey: bytes(fields.numberKey),
    receiptKey: bytes(fields.receiptKey),
    tokenKey: fields.tokenKey,
  };
}

function readFields(file: string, text: string): SecretsFile {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    // The parser's message would quote the text: it is not kept as a cause.
    throw new HubError('secrets-unusable', `The secrets in ${file} are not JSON.`);
  }
  const parsed = secretsFile.safeParse(written);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ');
  throw new HubError('secrets-unusable', `The secrets in ${file} are damaged at: ${fields}.`);
}

const bytes = (text: string) => Buffer.from(text, 'base64url');
