import type { CloudEvent } from '@hub/contracts';

/** Where a statement was read. */
export interface ToldAt {
  readonly file: string;
  readonly line: number;
}

/**
 * What an import makes of a statement: `new`; `repeated`, said already in the same words of the same version; `tied`: of
 * the version of another that says otherwise, read there, and nothing tells which is the newer.
 */
export type Telling =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'tied'; readonly with: ToldAt };

/** The statements of an import so far, over all its files, up to a bound beyond which repeats and ties go unnoticed. */
export interface ToldStatements {
  readonly tell: (event: CloudEvent, at: ToldAt) => Telling;
}

/** About 250 bytes each: the whole national offer (some 500,000 sessions) takes 125 MB. */
const statementsMax = 1_000_000;

interface Statement {
  readonly ref: string;
  readonly sequence: number;
}

/** Compares statements by what they are of (event type, session and ref; sessions may number their slots alike), their version and their id, which is made of what they say. */
export function toldStatements(): ToldStatements {
  const told = new Map<string, string>();
  const files: string[] = [];
  return {
    tell(event, at) {
      const { training, statement } = event.data as { training: readonly string[]; statement: Statement };
      const key = `${event.type} ${training} ${statement.ref} ${statement.sequence}`;
      const before = told.get(key);
      if (before === undefined) {
        if (files.at(-1) !== at.file) files.push(at.file);
        if (told.size < statementsMax) told.set(key, `${at.line} ${files.length - 1} ${event.id}`);
        return { kind: 'new' };
      }
      const [line = '', file = '', id = ''] = before.split(' ');
      if (id === event.id) return { kind: 'repeated' };
      return { kind: 'tied', with: { file: files[Number(file)] ?? '', line: Number(line) } };
    },
  };
}
