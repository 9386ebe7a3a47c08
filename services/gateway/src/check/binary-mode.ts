import type { ParsedItem } from './read-items.ts';
import { doorFault, refusal } from './refusals.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** In binary mode the body is `data` alone, and the headers hold the rest. */
export function withEnvelope(headers: Headers, parsed: ParsedItem): ParsedItem {
  if (!parsed.ok) return parsed;
  const envelope = envelopeOfHeaders(headers);
  if ('data' in envelope) return { ok: false, refusal: refusal([doorFault('attribute-unknown', '/data')]) };
  return { ok: true, value: { ...envelope, data: parsed.value } };
}

/** The envelope of binary mode: `ce-*` headers, unquoted and percent-decoded once (CloudEvents HTTP binding §3.1.3.2). */
function envelopeOfHeaders(headers: Headers): Record<string, string> {
  // Without prototype: a header may have any name.
  const envelope: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue;
    envelope[name.slice('ce-'.length)] = percentDecoded(unquoted(value));
  }
  return envelope;
}

/** A quoted string of RFC 9110 §5.6.4; anything else as it stands. */
function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value.trim())?.[1];
  return quoted === undefined ? value : quoted.replaceAll(/\\(.)/g, '$1');
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
