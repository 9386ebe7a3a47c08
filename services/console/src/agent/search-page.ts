import { parseDossierNumber } from '@hub/core';
import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, dossierPath, pathOfTrainee, purposeLine, trailFrom } from './agent-parts.ts';
import type { Path } from './answers.ts';
import { typographic, type Words } from './words.ts';

const identifiers = ['nir', 'nia', 'franceTravailNumber', 'partnerNumber'] as const;

/** The form of the search; `said`: why the last one showed nothing; `typed`: what is to be mended, kept by nothing but the page. */
export function searchForm(
  words: Words,
  { formField, fields }: Pick<Visit, 'formField' | 'fields'>,
  said?: string,
  typed = '',
): Html {
  const kinds = [...identifiers.map((name) => [name, titleOf(words, name)] as const), ['dossier', 'Numéro de dossier']];
  const options = kinds.map(([name = '', title = '']) =>
    name === fields.par
      ? html`<option value="${name}" selected>${title}</option>`
      : html`<option value="${name}">${title}</option>`,
  );
  const fault = said === undefined ? '' : ' aria-invalid="true" aria-describedby="faute"';
  return html`${said === undefined ? null : html`<div class="note bad" id="faute" role="alert"><p>${said}</p></div>`}
<form method="post" action="${agentPath}/recherche" class="search">${formField}
<div><label for="par">Chercher par</label><select id="par" name="par">${options}</select></div>
<div><label for="numero">Numéro</label><input id="numero" name="numero" required maxlength="128" autocomplete="off" spellcheck="false" value="${typed}"${{ html: fault }}></div>
<button class="main">Chercher</button>
<details><summary>Le numéro est celui d’un autre partenaire</summary>
<label for="partenaire">Identifiant du partenaire dans le hub</label><p class="hint" id="partenaire-aide">Par exemple <code>eos</code>. Vide : le numéro est celui de votre organisme.</p><input id="partenaire" name="partenaire" maxlength="128" autocomplete="off" aria-describedby="partenaire-aide"></details></form>`;
}

function titleOf(words: Words, name: string): string {
  return words.property('trainee-known', name) ?? name;
}

/** Looks for somebody, and goes on to an address in which no number of the person stands. */
export async function search(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { visitor, fields } = visit;
  const number = (fields.numero ?? '').replaceAll(/\s/g, '');
  const by = identifiers.find((each) => each === fields.par);
  if (by === undefined) return searchDossier(context, words, visit, number);
  const partner = by === 'partnerNumber' && fields.partenaire ? { partner: fields.partenaire } : {};
  const body = { [by]: number, ...partner };
  try {
    const { trainees } = await context.api.ask<Path>(visitor, '/v1/training-paths/search', { body });
    return { to: pathOfTrainee(trainees[0] ?? '') };
  } catch (error) {
    if (error instanceof ApiProblem) return notFound(context, words, visit, error);
    throw error;
  }
}

function searchDossier({ dictionary }: ConsoleContext, words: Words, visit: Visit, written: string): Visited {
  const number = parseDossierNumber(written);
  return number === null
    ? again(words, visit, 400, rulesSaid(dictionary, ['dossier-number']))
    : { to: dossierPath(number) };
}

function notFound({ dictionary }: ConsoleContext, words: Words, visit: Visit, error: ApiProblem): Visited {
  const { status, errors = [] } = error.problem;
  if (status === 404) return again(words, visit, status, nobody);
  if (status !== 400 && status !== 422) throw error;
  const why = rulesSaid(
    dictionary,
    errors.map(({ rule }) => rule),
  );
  return again(words, visit, status, why === '' ? 'Ce numéro n’a pas la forme attendue.' : why);
}

function rulesSaid({ rules }: ConsoleContext['dictionary'], codes: readonly string[]): string {
  const known = codes.flatMap((code) => rules.get(code) ?? []);
  return known.map(({ sentence, remedy }) => typographic(`${sentence} ${remedy}`)).join(' ');
}

/** Alike whether there is nobody or the organisation has nothing to see. */
const nobody =
  'Aucun parcours à montrer : soit personne n’est connu sous ce numéro, soit votre organisme n’a pas à le voir pour cette finalité. Le hub ne fait pas la différence. Vérifiez le numéro et la finalité.';

/** A number that cannot exist is given back to be mended: the answer of a form is stored nowhere. Of one that can, nothing stays. */
function again(words: Words, visit: Visit, status: number, said: string): Visited {
  const body = html`${purposeLine(words, visit, agentPath)}
${searchForm(words, visit, said, status === 404 ? '' : visit.fields.numero)}`;
  return { title: 'Rechercher une personne', body, status, trail: trailFrom() };
}
