import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativeKinds } from './export-kinds.ts';
import { extractColumns, extractRules } from './trainee-extract.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The rows of the table under a heading, each as its cells. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readme.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) => line.split('|').slice(1, -1));
}

function codeIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

describe('the page of the adapter', () => {
  it('has every act of the screens beside its kind, or why it has none', () => {
    const acts = tableUnder('The acts of the screens');
    const named = acts.flatMap(([, , kind]) => codeIn(kind));
    const besides = ['INSCRIPTION_DIRECTE', 'corrige'];
    expect([...new Set(named)].toSorted()).toEqual([...Object.keys(nativeKinds), ...besides].toSorted());
    for (const [act = '', where = '', kind = ''] of acts) {
      expect(where.trim(), act).not.toBe('');
      expect(codeIn(kind).length > 0 || kind.trim().startsWith('–'), act).toBe(true);
    }
  });

  it('says of each column of the extract, once, what becomes of it', () => {
    const told = tableUnder('The France Travail trainee extract: CSV').flatMap(([columns]) => codeIn(columns));
    expect(told.toSorted()).toEqual([...extractColumns].toSorted());
  });

  it('names only rules of the extract that there are', () => {
    const section = readme.split('## The France Travail trainee extract: CSV')[1] ?? '';
    const named = [...section.matchAll(/\(`([a-z-]+)`/g)].map(([, rule = '']) => rule);
    const elsewhere = ['contact-unreachable', 'date-invalid', 'siret-invalid'];
    expect(named.length).toBeGreaterThan(6);
    for (const rule of named) expect([...Object.keys(extractRules), ...elsewhere]).toContain(rule);
  });
});
