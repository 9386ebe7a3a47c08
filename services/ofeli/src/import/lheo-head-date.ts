import { type HeadDate, parseStamp } from '@hub/platform';
import { SaxesParser } from 'saxes';
import { decodeXml } from './decode-xml.ts';

type Attributes = Readonly<Record<string, string>>;

/**
 * What the first bytes of an offer say of when it was exported: `horodatage-export` of the root or the first formation,
 * else `datemaj` of the root. Where only what is in it has dates, those of its last changes, it can be read by them: a
 * session without any is then reported. What is no LHEO is left to the reading, which says so.
 */
export async function lheoHeadDate(head: Buffer): Promise<HeadDate> {
  const [root, ...inside] = await tagsOf(head);
  const formation = inside.find(({ name }) => name === 'formation');
  if (root === undefined || formation === undefined) return { kind: 'records' };
  const made = [
    root.attributes['horodatage-export'],
    formation.attributes['horodatage-export'],
    root.attributes.datemaj,
  ]
    .map(parseStamp)
    .find((stamp) => stamp !== null);
  if (made !== undefined) return { kind: 'made', at: made.at };
  const dated = inside.some(({ attributes }) => stampNames.some((name) => parseStamp(attributes[name]) !== null));
  return { kind: dated ? 'records' : 'none' };
}

const stampNames = ['datemaj', 'horodatage-modification'] as const;
const stamped: ReadonlySet<string> = new Set(['formation', 'action', 'session', 'organisme-formation-responsable']);

/** The root, and the elements in the head that a session gets its stamp from. */
async function tagsOf(head: Buffer): Promise<{ name: string; attributes: Attributes }[]> {
  const tags: { name: string; attributes: Attributes }[] = [];
  const parser = new SaxesParser({ position: false, xmlns: false });
  // What is wrong is reported when the file is read.
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name, attributes }) => {
    const local = name.replace(/^.*:/, '');
    if (tags.length === 0 || stamped.has(local)) tags.push({ name: local, attributes });
  });
  for await (const decoded of decodeXml([head])) if (decoded.kind === 'text') parser.write(decoded.text);
  return tags;
}
