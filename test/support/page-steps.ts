import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parisDay } from '@hub/core';

/** What a page of `docs` says that somebody does or is answered, with the JSON that stands under it. */
export type PageStep =
  | { readonly act: 'reports'; readonly client: string; readonly body: object }
  | { readonly act: 'sends'; readonly client: string; readonly path: string; readonly body: object }
  | {
      readonly act: 'reads';
      readonly client: string;
      readonly path: string;
      readonly purpose: string;
      readonly status: number;
      readonly body: object;
    }
  | { readonly act: 'answered'; readonly status: number; readonly body: object };

const root = join(import.meta.dirname, '../..');
/** The year in which the examples of a page happen; they are played in one that is over, and not too long ago to be seen. */
const yearOfPages = 2026;

/** The steps of each section of a page, by its heading, in their order. */
export function stepsOfPage(path: string): ReadonlyMap<string, readonly PageStep[]> {
  const year = Math.max(yearOfPages, Number(parisDay(Date.now()).slice(0, 4)) - 1);
  const text = readFileSync(join(root, path), 'utf8').replaceAll(`${yearOfPages}-`, `${year}-`);
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), stepsOf(section)]));
}

function stepsOf(section: string): readonly PageStep[] {
  const labelled = [...section.matchAll(/^(.*)\n\n```json\n([\s\S]*?)\n```$/gm)];
  if (labelled.length !== section.split('```json').length - 1)
    throw new Error(`Each JSON block stands under a line of its own: ${section.slice(0, 60)}`);
  return labelled.map(([, label = '', json = '']) => stepOf(label, JSON.parse(json) as object));
}

/**
 * As in "`eos` reports:", "`cdc` reads `/v1/…` for `control`:" (else for `funding-follow-up`), "`cdc` reads `/v1/…`, answered
 * 404:", "`kairos` sends to `/v1/…`:", "Answered 202:", "Refused 403:".
 */
function stepOf(label: string, body: object): PageStep {
  const [, client = '', act, path = '', purpose = 'funding-follow-up', other = '200'] =
    /^`([a-z-]+)` (reports|reads|sends to)(?: `(\S+)`)?(?: for `([a-z-]+)`)?(?:, answered (\d{3}))?:$/.exec(label) ??
    [];
  if (act === 'reports') return { act, client, body };
  if (act === 'reads') return { act, client, path, purpose, status: Number(other), body };
  if (act === 'sends to') return { act: 'sends', client, path, body };
  const [, status] = /^(?:Answered|Refused) (\d{3}):$/.exec(label) ?? [];
  if (status === undefined) throw new Error(`A JSON block stands under a line that says nothing of it: ${label}`);
  return { act: 'answered', status: Number(status), body };
}
