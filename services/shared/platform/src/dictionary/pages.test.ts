import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../html/html.ts';
import { buildServer } from '../http/build-server.ts';
import { createLogger } from '../observability/logger.ts';
import { createMetrics } from '../observability/metrics.ts';
import { loadDictionary } from './dictionary.ts';
import { dictionaryRoutes, wantsHtml } from './dictionary-routes.ts';
import { addFormats } from './formats.ts';
import { dictionaryPages } from './pages.ts';

const dictionary = loadDictionary();
const pages = dictionaryPages(dictionary);

function pageAt(path: string) {
  const page = pages.get(path);
  if (page === undefined) throw new Error(`No page at ${path}.`);
  return { json: page.json, html: page.shown('').body.html, title: page.shown('').title };
}

describe('the pages of the dictionary', () => {
  it('show each event with its label on the first page and on its own', () => {
    const { html: index } = pageAt('');
    for (const { name, version, title } of dictionary.entries) {
      const link = `<a href="/v1/dictionary/${name}/${version}">${escapeHtml(title)}</a>`;
      expect(index).toContain(link);
      expect(pageAt(`/${name}/${version}`).html).toContain(`urn:hub:dictionary:${name}:${version}`);
      expect(pageAt(`/${name}/${version}`).title).toBe(title);
    }
  });

  it('show every rule with its sentence and remedy', () => {
    const { html: text } = pageAt('/rules');
    for (const { code, sentence, remedy } of dictionary.rules.values()) {
      expect(text).toContain(`<tr id="${code}">`);
      expect(text).toContain(escapeHtml(sentence));
      expect(text).toContain(escapeHtml(remedy));
    }
  });

  it('say label, type, duty and seal of nested properties too', () => {
    const { properties } = pageAt('/exit-declared/1').json as { properties: { path: string }[] };
    const line = (path: string) => properties.find((property) => property.path === path);
    expect(properties.filter((property) => 'schema' in property)).toEqual([]);
    expect(line('trainee.nir')).toMatchObject({ title: 'NIR', type: 'texte', mandatory: false });
    expect(line('training[]')).toMatchObject({ title: 'Référence de formation' });
    expect(line('reason')).toMatchObject({ sealed: 'reasons', mandatory: false });
    expect(line('kind')).toMatchObject({ type: 'code', codes: 'exit-kind', mandatory: true });
    expect(pageAt('/exit-declared/1').html).toContain('Force majeure');
  });

  it('lead only to places that exist', () => {
    for (const path of pages.keys()) {
      const text = pageAt(path).html;
      const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      for (const [, target = ''] of text.matchAll(/href="([^"]+)"/g)) {
        const [address = '', fragment] = target.split('#');
        if (address === '/docs' || address === '/') continue;
        if (address === '') expect(ids).toContain(fragment);
        else expect({ path, known: pages.has(address.replace('/v1/dictionary', '')) }).toEqual({ path, known: true });
      }
    }
  });

  it('are searched by words, with and without accents: events, fields, codes and rules', () => {
    const found = pages.get('')?.shown('entree ATTESTATION').body.html ?? '';
    expect(found).toContain('<a href="/v1/dictionary/entry-attested/1">');
    expect(found).not.toContain('<a href="/v1/dictionary/exit-declared/1">');
    const field = pages.get('')?.shown('nia').body.html ?? '';
    expect(field).toContain('/v1/dictionary/entry-attested/1#champ-trainee.nia');
    expect(pages.get('')?.shown('date-in-future').body.html).toContain('/v1/dictionary/rules#date-in-future');
    expect(pages.get('')?.shown('<b>').body.html).toContain('&lt;b&gt;');
    const rules = pages.get('/rules')?.shown('trois jours').body.html ?? '';
    expect(rules).toContain('<tr id="late-declaration">');
    expect(rules).not.toContain('<tr id="date-impossible">');
  });

  it('are searched in everyday words, whatever small words and plurals stand among them', () => {
    const found = (search: string) => pages.get('')?.shown(search).body.html ?? '';
    const isFound = (search: string, event: string) => found(search).includes(`href="/v1/dictionary/${event}/1"`);
    for (const search of [
      'quitté avant la fin',
      'a quitté la formation avant la fin',
      'SORTIES ANTICIPEES',
      'abandons',
    ])
      expect({ search, found: isFound(search, 'abandonment-declared') }).toEqual({ search, found: true });
    expect(isFound('sortie anticipée', 'exit-declared')).toBe(true);
    expect(isFound('embauche', 'employment-reported')).toBe(true);
    expect(isFound('le', 'entry-attested')).toBe(true);
    expect(found('force majeure')).toContain('Nature de la sortie</a> Force majeure');
    expect(found('force majeure')).toContain('0 événement, 1 liste de codes, 0 règle pour');
  });

  it('name the systems that report an event, and say which of two like events is meant', () => {
    expect(pageAt('').html).toContain('<td>Kairos, Kairos NG, EOS</td>');
    expect(pageAt('').html).not.toContain('un partenaire</td>');
    const { html: abandonment } = pageAt('/abandonment-declared/1');
    expect(abandonment).toContain('<a href="/v1/dictionary/exit-declared/1">Sortie</a>');
    expect(abandonment).toContain('<a href="/#rejoindre">');
    expect(pageAt('/exit-declared/1').html).toContain('<a href="/v1/dictionary/abandonment-declared/1">Abandon</a>');
  });

  it('speak French of where things are from', () => {
    for (const path of pages.keys()) {
      const shown = pageAt(path).html.replaceAll(/<pre.*?<\/pre>/gs, '');
      expect({ path, english: /rules\.md/.test(shown), plural: /\(s\)/.test(shown) }).toEqual({
        ...{ path, english: false, plural: false },
      });
    }
  });

  it('say of each event what follows from it, by the rules', () => {
    const { html: text } = pageAt('/entry-attested/1');
    expect(text).toContain('/v1/dictionary/rules#expected-entry');
    expect(text).toContain('Qui est cru');
    expect(text).toContain('Un exemple à copier');
    expect(pageAt('/skills-profile-completed/1').html).toContain('#skills-profile-missing');
  });

  it('are less than 100 kB', () => {
    for (const path of pages.keys()) expect(Buffer.byteLength(pageAt(path).html), path).toBeLessThan(90_000);
  });

  it('give a schema that validates by itself', () => {
    const some = ['entry-attested', 'session-published', 'fact-retracted'];
    for (const { name, version, examples } of dictionary.entries.filter((entry) => some.includes(entry.name))) {
      const ajv = new Ajv2020({ strict: false });
      addFormats(ajv);
      const validate = ajv.compile((pageAt(`/${name}/${version}`).json as { schema: object }).schema);
      for (const { event } of examples.valid) expect(validate(event.data)).toBe(true);
    }
  });

  it('escape whatever is put in them', () => {
    expect(html`<p title="${`"><script>'&`}">${'<b>'}</p>`.html).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&lt;b&gt;</p>',
    );
  });
});

describe('the routes of the dictionary', () => {
  const server = buildServer({ logger: createLogger('silent', 'test'), metrics: createMetrics() });
  server.register(
    dictionaryRoutes(dictionary, (_request, _reply, { title, body }) => `<!doctype html><h1>${title}</h1>${body.html}`),
  );
  const get = (url: string, accept = '*/*') => server.inject({ url, headers: { accept } });

  it('answer a page to a browser and a document to a program', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    for (const url of ['/v1/dictionary', '/v1/dictionary/rules', '/v1/dictionary/entry-attested/1']) {
      const page = await get(url, browser);
      expect(page.statusCode).toBe(200);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.body.startsWith('<!doctype html>')).toBe(true);
      const document = await get(url);
      expect(document.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(document.headers.vary).toBe('accept');
      expect(document.json()).toBeTypeOf('object');
    }
  });

  it('answer 404 to an event or version that is not there', async () => {
    for (const path of ['entry-attested/2', 'unheard-of/1', 'constructor/1']) {
      expect((await get(`/v1/dictionary/${path}`)).statusCode).toBe(404);
    }
  });

  it('weigh what a reader accepts', () => {
    expect(wantsHtml('text/html')).toBe(true);
    expect(wantsHtml('application/json, text/html;q=0.5')).toBe(false);
    expect(wantsHtml('text/html;q=0')).toBe(false);
    expect(wantsHtml('')).toBe(false);
  });
});
