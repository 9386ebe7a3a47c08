import { type HeadDate, parseStamp } from '@hub/platform';
import { SaxesParser } from 'saxes';
import { decodeXml } from './decode-xml.ts';

type Attributes = Readonly<Record<string, string>>;

/**
 * What the first bytes of an offer say of when it was exported: `horodatage-export` of the root or the first formation,
 * else `datemaj` of the root. Where only its formations have dates, those of their last changes, it can be read by
 * them; what is no LHEO is left to the reading, which says so.
 */
export async function lheoHeadDate(head: Buffer): Promise<HeadDate> {
  const { root, formation } = await firstTags(head);
  if (root === null || formation === null) return { kind: 'records' };
  const made = [root['horodatage-export'], formation['horodatage-export'], root.datemaj]
    .map(parseStamp)
    .find((stamp) => stamp !== null);
  if (made !== undefined) return { kind: 'made', at: made.at };
  return { kind: stampNames.some((name) => parseStamp(formation[name]) !== null) ? 'records' : 'none' };
}

const stampNames = ['datemaj', 'horodatage-modification'] as const;

/** The attributes of the root and of the first formation, as far as they are in the head. */
async function firstTags(head: Buffer): Promise<{ root: Attributes | null; formation: Attributes | null }> {
  let root: Attributes | null = null;
  let formation: Attributes | null = null;
  const parser = new SaxesParser({ position: false, xmlns: false });
  // What is wrong is reported when the file is read.
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name, attributes }) => {
    if (root === null) root = attributes;
    else if (name.replace(/^.*:/, '') === 'formation') formation ??= attributes;
  });
  for await (const decoded of decodeXml([head])) if (decoded.kind === 'text') parser.write(decoded.text);
  return { root, formation };
}
