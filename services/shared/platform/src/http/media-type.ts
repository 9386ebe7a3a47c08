/** A media type as `Content-Type` and `datacontenttype` name it (RFC 9110 §8.3.1). */
export interface MediaType {
  /** `application/json`: lower case, without parameters. */
  readonly type: string;
  /** What `charset` says, lower case; several where it stands more than once. */
  readonly charsets: readonly string[];
}

const parameter = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;

export function readMediaType(text: string): MediaType {
  const charsets: string[] = [];
  for (const [, name, quoted, plain] of text.matchAll(parameter)) {
    if (name?.toLowerCase() !== 'charset') continue;
    const charset = (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '').trim().toLowerCase();
    if (charset !== '') charsets.push(charset);
  }
  return { type: (text.split(';', 1)[0] ?? '').trim().toLowerCase(), charsets };
}

/** The hub reads UTF-8 and nothing else; many write its name without the hyphen. */
export function isUtf8Text({ charsets }: MediaType): boolean {
  return charsets.every((charset) => charset === 'utf-8' || charset === 'utf8');
}

/** JSON, by whichever of its names (RFC 6839 §3.1 for the suffix). */
export function isJsonText({ type }: MediaType): boolean {
  return /^(?:application|text)\/json$/.test(type) || /^[a-z]+\/[a-z0-9!#$&^_.+-]+\+json$/.test(type);
}
