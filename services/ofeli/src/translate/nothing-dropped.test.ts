import { readFileSync } from 'node:fs';
import { isSiret } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { unreadElements } from '../import/lheo-vocabulary.ts';
import { readLheoText } from '../import/read-lheo.ts';
import { seenSessions } from './session-reference.ts';
import { toldStatements } from './told-statements.ts';
import { translateFormation } from './translate-formation.ts';
import { translateInterruption } from './translate-interruption.ts';

const now = Date.parse('2026-11-26T08:00:00Z');

/** What the session of a document becomes: the types of its events, what is published of it, and `rule element`. */
function translate(inside: Partial<Record<'formation' | 'action' | 'session' | 'organisation', string>>, session = '') {
  const { formation = '', action = '', organisation = '' } = inside;
  const text = `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="07_1" datemaj="20261101">
<intitule-formation>Soudage</intitule-formation>${formation}<action numero="07_2">
<modalites-entrees-sorties>0</modalites-entrees-sorties><session numero="3" ${session}>
<periode><debut>20261201</debut><fin>20270226</fin></periode>${inside.session ?? ''}</session>${action}</action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>49386136300064</SIRET></SIRET-organisme-formation>
${organisation}</organisme-formation-responsable></formation></offres></lheo>`;
  const context = { dated: null, now, seen: seenSessions(), told: toldStatements(), isFirst: () => true, file: '' };
  const items = readLheoText(text);
  const translated = items.map((item) =>
    item.kind === 'formation' ? translateFormation(item.formation, context) : { events: [], findings: [item.outcome] },
  );
  const events = translated.flatMap((each) => each.events.map(({ event }) => event));
  const findings = translated.flatMap((each) => each.findings);
  return {
    types: events.map(({ type }) => type.slice('hub.'.length)),
    published: events[0]?.data as Record<string, unknown> | undefined,
    withdrawn: events.find(({ type }) => type === 'hub.session-withdrawn')?.data,
    rules: findings.map(({ severity = 'refused', rule, element }) => `${severity} ${rule} ${element}`),
    findings,
  };
}

const state = (info: string, value: string) => `<extras info="${info}"><extra info="${info}">${value}</extra></extras>`;

describe('a session that is marked as no longer offered', () => {
  it.each([
    ['etat-session', 'ARCHIVEE', 'archived'],
    ['etat-session', 'annulée', 'cancelled'],
    ['etat-session', 'SUSP', 'suspended'],
    ['etat-session', 'SUPPRIMEE', 'cancelled'],
    ['session-perimee', '1', 'archived'],
  ])('%s %s is withdrawn: %s', (info, value, kind) => {
    const { types, withdrawn, rules } = translate({ session: `<extras info="autre"/>${state(info, value)}` });
    expect({ types, rules }).toEqual({ types: ['session-published', 'session-withdrawn'], rules: [] });
    expect(withdrawn).toMatchObject({ kind, effectiveDate: '2026-11-01' });
  });

  it('is withdrawn where its action or its formation is over, by nested extras too', () => {
    expect(translate({ action: state('action-perimee', '1') }).types).toContain('session-withdrawn');
    expect(translate({ formation: state('formation-perimee', 'oui') }).types).toContain('session-withdrawn');
    const nested = `<extras info="suivi">${state('etat-session', 'ANNU')}</extras>`;
    expect(translate({ session: nested }).types).toContain('session-withdrawn');
  });

  it.each([
    ['etat-session', 'DIFF'],
    ['etat-session', 'SAISIE'],
    ['session-perimee', '0'],
    ['action-perimee', 'non'],
    ['eligibilite-cpf', 'quoi que ce soit'],
  ])('%s %s says that it is offered', (info, value) => {
    expect(translate({ session: state(info, value) })).toMatchObject({ types: ['session-published'], rules: [] });
  });

  it('is reported where the mark is not understood: another word, name, attribute, or two at once', () => {
    expect(translate({ session: state('etat-session', 'GELEE') }).rules).toEqual(['doubtful state-unknown extra']);
    expect(translate({ session: state('statut', 'supprimé') }).rules).toEqual(['doubtful state-unknown extra']);
    expect(translate({}, 'suppression="1"').rules).toEqual(['doubtful state-unknown session']);
    expect(translate({}, 'suppression="0"').rules).toEqual([]);
    const both = state('etat-session', 'ANNU') + state('etat-session', 'SUSP');
    expect(translate({ session: both }).rules).toEqual(['doubtful state-unknown session']);
  });
});

describe('what is read and not told', () => {
  const trainer = (siret: string) =>
    `<organisme-formateur><SIRET-formateur><SIRET>${siret}</SIRET></SIRET-formateur></organisme-formateur>`;

  it.each([
    ['a SIRET', { action: trainer('82422814201873') }, 'refused siret-invalid SIRET'],
    [
      'a Formacode',
      { formation: '<domaine-formation><code-FORMACODE>1506</code-FORMACODE></domaine-formation>' },
      'refused code-invalid code-FORMACODE',
    ],
    [
      'an RNCP code',
      { formation: '<certification><code-RNCP>RNCP12X</code-RNCP></certification>' },
      'refused code-invalid code-RNCP',
    ],
    [
      'a commune',
      {
        action:
          '<lieu-de-formation><coordonnees><adresse><codepostal>4500</codepostal><code-INSEE-commune>4523Z</code-INSEE-commune></adresse></coordonnees></lieu-de-formation>',
      },
      'refused commune-invalid code-INSEE-commune',
    ],
    [
      'a second place',
      { action: '<lieu-de-formation/><lieu-de-formation/>' },
      'ignored code-surplus lieu-de-formation',
    ],
    [
      'a financer code',
      { action: '<organisme-financeur><code-financeur>21</code-financeur></organisme-financeur>' },
      'refused code-unknown code-financeur',
    ],
    [
      'a financer without code',
      { action: '<organisme-financeur><nb-places-financees>4</nb-places-financees></organisme-financeur>' },
      'refused code-unknown organisme-financeur',
    ],
    [
      'a number of places',
      {
        action:
          '<organisme-financeur><code-financeur>2</code-financeur><nb-places-financees>-4</nb-places-financees></organisme-financeur>',
      },
      'refused place-number-invalid nb-places-financees',
    ],
    [
      'a capacity',
      { session: '<cycle><capacite-cumulee>douze</capacite-cumulee></cycle>' },
      'refused place-number-invalid capacite-cumulee',
    ],
    [
      'a second cycle',
      { session: '<cycle/><cycle><capacite-cumulee>2</capacite-cumulee></cycle>' },
      'ignored code-surplus cycle',
    ],
    [
      'a way to teach',
      { action: '<modalites-enseignement>3</modalites-enseignement>' },
      'refused code-unknown modalites-enseignement',
    ],
    [
      'a state of recruitment',
      { session: '<etat-recrutement>ouvert</etat-recrutement>' },
      'refused code-unknown etat-recrutement',
    ],
    [
      'a way to recruit',
      { session: '<recrutement><modalite-recrutement>10</modalite-recrutement></recrutement>' },
      'refused code-unknown modalite-recrutement',
    ],
    [
      'a recruitment by contest',
      { session: '<recrutement><modalite-recrutement>2</modalite-recrutement></recrutement>' },
      'ignored recruitment-mode-other modalite-recrutement',
    ],
    [
      'a recruitment without mode',
      { session: '<recrutement><periode><debut>20261101</debut></periode></recrutement>' },
      'refused code-unknown recrutement',
    ],
    [
      'a recruitment without date',
      { session: '<recrutement><modalite-recrutement>8</modalite-recrutement></recrutement>' },
      'ignored recruitment-without-date recrutement',
    ],
    ['a second period', { session: '<periode><debut>20270101</debut></periode>' }, 'refused element-surplus periode'],
    [
      'a second title',
      { formation: '<intitule-formation>Autre</intitule-formation>' },
      'refused element-surplus intitule-formation',
    ],
    [
      'a second SIRET',
      { organisation: '<SIRET-organisme-formation><SIRET>19290076900014</SIRET></SIRET-organisme-formation>' },
      'refused element-surplus SIRET-organisme-formation',
    ],
    ['a session outside its action', { formation: '<session numero="9"/>' }, 'refused element-misplaced session'],
    ['an action without session', { formation: '<action numero="07_8"/>' }, 'ignored action-without-session action'],
    ['a tag of no LHEO', { action: '<organisme-formatuer/>' }, 'refused element-unknown organisme-formatuer'],
    [
      'a tag named like a built-in property',
      { action: '<constructor/><toString/>' },
      'refused element-unknown constructor',
    ],
  ])('%s is reported with its element', (_what, inside, rule) => {
    const { rules, types, findings } = translate(inside);
    expect(rules).toContain(rule);
    expect(types).toContain('session-published');
    for (const { place } of findings) expect(place?.line).toBeGreaterThan(0);
  });

  it('reports an impossible stamp of any level, and a text of which nothing is left', () => {
    expect(translate({}, 'datemaj="20261341"').rules).toEqual(['refused stamp-invalid session']);
    expect(translate({ action: '' }, 'horodatage-modification="demain"').rules).toEqual([
      'refused stamp-invalid session',
    ]);
    expect(
      translate({
        formation: '<action numero="07_9" datemaj="20260231"><session numero="4"><periode/></session></action>',
      }).rules,
    ).toContain('refused stamp-invalid action');
    expect(
      translate({
        action:
          '<lieu-de-formation><coordonnees><adresse><ville>&lt;br/&gt;</ville></adresse></coordonnees></lieu-de-formation>',
      }).rules,
    ).toContain('refused text-empty ville');
  });

  it('reports a field of an interruption that it does not know', () => {
    const line = {
      registre: '07',
      session: '1',
      numero: 'I-1',
      du: '2026-12-01',
      au: '2026-12-31',
      maj: '2026-11-01',
      motif: 'x',
    };
    const translated = translateInterruption(JSON.stringify(line), 1, now);
    expect('event' in translated && translated.outcomes.map(({ rule, detail }) => [rule, detail])).toEqual([
      ['interruption-field-unknown', '"motif".'],
    ]);
  });

  it('takes no word of a text for a property that every object has', () => {
    const { published, rules } = translate({
      action:
        '<lieu-de-formation><coordonnees><adresse><ville>A &amp;toString; &amp;valueOf;</ville></adresse></coordonnees></lieu-de-formation>',
    });
    expect(published?.place).toEqual({ label: 'A &toString; &valueOf;' });
    expect(rules).not.toContain('repaired text-cleaned ville');
  });

  it('names in the README every element of LHEO that is never read', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(unreadElements.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('what is told of an action', () => {
  it('is every trainer, each once, and the way to teach', () => {
    const trainers = ['82422814201874', '19290076900014', '82422814201874', '00000000000000']
      .map(
        (siret) =>
          `<organisme-formateur><SIRET-formateur><SIRET>${siret}</SIRET></SIRET-formateur></organisme-formateur>`,
      )
      .join('');
    const { published } = translate({ action: `${trainers}<modalites-enseignement>2</modalites-enseignement>` });
    expect(published).toMatchObject({
      dispensateurSirets: ['82422814201874', '19290076900014'],
      teachingMode: 'distance',
    });
    expect(translate({ action: '<modalites-enseignement>1</modalites-enseignement>' }).published).toMatchObject({
      teachingMode: 'blended',
    });
    expect(translate({}).published).not.toHaveProperty('teachingMode');
  });

  it('is a hundred trainers at most, and where there are more that is said', () => {
    const numbers = Array.from({ length: 1_300 }, (_, place) => `493861363${String(10_000 + place)}`);
    const sirets = numbers.filter(isSiret);
    const trainers = sirets.map(
      (siret) =>
        `<organisme-formateur><SIRET-formateur><SIRET>${siret}</SIRET></SIRET-formateur></organisme-formateur>`,
    );
    const { published, rules } = translate({ action: trainers.join('') });
    expect(sirets.length).toBeGreaterThan(100);
    expect(published?.dispensateurSirets).toEqual(sirets.slice(0, 100));
    expect(rules).toEqual(['ignored code-surplus action']);
  });

  it('shows a wrong value, and never how to reach a person that stands in its place', () => {
    const written = (siret: string) => {
      const trainer = `<organisme-formateur><SIRET-formateur><SIRET>${siret}</SIRET></SIRET-formateur></organisme-formateur>`;
      return translate({ action: trainer }).findings.map(({ detail }) => detail);
    };
    expect(written('123')).toEqual(['Lu : "123".']);
    const named = translate({ action: '<session numero="lea.brun@exemple.fr"/>' }).findings;
    expect(JSON.stringify(named)).not.toContain('lea.brun');
    for (const value of [
      'lea.brun@exemple.fr',
      '06 39 98 12 34',
      '+33 6 39 98 12 34',
      '0639981234',
      'tél. 06.39.98.12.34',
    ]) {
      expect(written(value), value).toEqual(['Lu : (masqué).']);
    }
  });

  it('is each dated recruitment of the ways 7, 8 and 9', () => {
    const recruitment = (mode: string) =>
      `<recrutement><modalite-recrutement>${mode}</modalite-recrutement><periode><debut>20261101</debut><fin>20261102</fin></periode></recrutement>`;
    const { types, rules } = translate({ session: ['7', '8', '9'].map(recruitment).join('') });
    expect(types).toEqual(['session-published', 'recruitment-opened', 'recruitment-opened', 'recruitment-opened']);
    expect(rules).toEqual([]);
  });
});
