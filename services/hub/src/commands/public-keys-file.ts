import { readFile } from 'node:fs/promises';
import { HubError } from '@hub/core';

/** The public keys of a file (a JWK set or one JWK). Throws `wrong-use`, and never quotes the file. */
export async function readPublicKeys(file: string): Promise<{ readonly keys: readonly object[] }> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HubError('wrong-use', `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`);
  });
  const read = parsed(text);
  if (typeof read !== 'object' || read === null) throw new HubError('wrong-use', `${file} holds no JWK set.`);
  const { keys = [read] } = read as { readonly keys?: readonly object[] };
  return { keys };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
