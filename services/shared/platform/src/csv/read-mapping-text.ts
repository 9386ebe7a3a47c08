import { type Document, isNode, LineCounter, parseDocument } from 'yaml';

/** One fault of a mapping: where, what, and what to do. */
export interface MappingFault {
  /** JSON Pointer into the mapping. */
  readonly pointer: string;
  readonly said: string;
}

/** A mapping as it was written; `faults`: it is no YAML. */
export interface WrittenMapping {
  readonly value: unknown;
  readonly faults: readonly MappingFault[];
  readonly lineOf: (pointer: string) => number | null;
}

/** Reads YAML, of which JSON is a part. Every value is a text: `01` is no number, and no word is yes or no. */
export function readMappingText(text: string): WrittenMapping {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: true });
  const { value, errors } = document.errors.length > 0 ? { value: null, errors: document.errors } : resolved(document);
  const faults = errors.map(({ message }) => ({ pointer: '', said: message.split('\n', 1)[0] ?? message }));
  const lineOf = (pointer: string) => {
    for (let path = pathOf(pointer); path.length > 0; path = path.slice(0, -1)) {
      const node = document.getIn(path, true);
      if (isNode(node) && node.range != null) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  return { value, faults, lineOf };
}

/** Aliases are looked up only now: one may lead nowhere, or few of them to more than fits into memory. */
function resolved(document: Document): { readonly value: unknown; readonly errors: readonly Error[] } {
  try {
    return { value: document.toJS(), errors: [] };
  } catch (error) {
    if (error instanceof ReferenceError) return { value: null, errors: [error] };
    throw error;
  }
}

function pathOf(pointer: string): (string | number)[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));
}
