import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists, filesIn, headingsOf, textOf } from './project-files.ts';

const code = ['services', 'contracts', 'migrations', 'test', 'bench', 'schemas'];
const everything = [...code, 'docs', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

describe('A citation of docs/rules.md', () => {
  it('names a heading of it', () => {
    const headings = headingsOf(textOf('docs/rules.md'));
    const unknown = filesIn(...code).flatMap((path) =>
      citedIn(textOf(path))
        .filter((cited) => !headings.some((heading) => isOrBegins(cited, heading)))
        .map((cited) => `${path} cites ${cited}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('A citation of a decision', () => {
  it('names one that is written down', () => {
    const written = new Set(filesIn('docs/decisions').map((path) => Number(basename(path).slice(0, 4))));
    const unknown = filesIn(...everything).flatMap((path) =>
      decisionsCitedIn(textOf(path))
        .filter((number) => !written.has(number))
        .map((number) => `${path} cites decision ${number}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('Code, dictionary and documentation', () => {
  it('cite no document that is not in the project', () => {
    const outside =
      /\b(?:DICTIONARY|DESIGN|DOMAIN|CONTRACT)\b|\bS[0-4],? l\.?\s?\d|(?:[(,;]|"source": ") ?R\d{1,3}\b|\[INF\]/;
    const found = filesIn(...everything).flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (outside.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

describe('A link of the documentation', () => {
  it('leads to a file of the project, and to a heading of it', () => {
    const pages = filesIn('docs', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'services').filter((path) =>
      path.endsWith('.md'),
    );
    const broken = pages.flatMap((page) =>
      linksOf(textOf(page))
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page} → ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

/** What follows `rules.md,`. */
function citedIn(text: string): readonly string[] {
  return [...flowing(text).matchAll(/rules\.md, ([A-Z][A-Za-z ]*)/g)].map(([, cited = '']) => cited.trim());
}

/** As in `decision 0016`, `decisions 3 and 13`, `decisions/0016-…`. */
function decisionsCitedIn(text: string): readonly number[] {
  const cited = flowing(text).matchAll(/\bdecisions?[ /](\d{1,4}(?:(?:, | and |, and )\d{1,4})*)\b/gi);
  return [...cited].flatMap(([, numbers = '']) => numbers.split(/\D+/).map(Number));
}

/** A text whose comments may break the line within a citation. */
function flowing(text: string): string {
  return text.replaceAll(/\n\s*(?:\*|\/\/|--)?\s*/g, ' ');
}

function isOrBegins(cited: string, heading: string): boolean {
  return cited === heading || cited.startsWith(`${heading} `);
}

function linksOf(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!exists(target)) return false;
  return anchor === undefined || anchorsOf(textOf(target)).includes(anchor);
}

/** As GitHub makes them: lower case, hyphens for spaces, letters, digits and hyphens alone. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
