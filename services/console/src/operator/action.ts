import { type Html, html, type Problem } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Field, fieldMeant, filledIn, formFields, linkedIn, type Values } from '../frame/form-fields.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { VisitedPage } from '../frame/layout.ts';
import { problemPage } from '../frame/problem-page.ts';
import type { TradeRoutes, Visit, Visited } from '../frame/visit.ts';
import { operatorPage, type Trail } from './operator-page.ts';

/** Something that an operator may do: its page says what will happen, its button does it. */
export interface Action {
  readonly path: string;
  readonly title: string | ((visit: Visit) => string);
  readonly trail: Trail | ((visit: Visit) => Trail);
  /** Why it cannot be done as things stand, said in place of its form; null: it can. */
  readonly instead?: (visit: Visit) => Promise<Html | null>;
  /** What will happen, before anybody presses. */
  readonly will: Html | ((visit: Visit) => Html | Promise<Html>);
  readonly fields?: readonly Field[] | ((visit: Visit) => readonly Field[] | Promise<readonly Field[]>);
  readonly button: string | ((visit: Visit) => string);
  /** What it throws as `ApiProblem` is shown above the form, with what was typed. */
  readonly act: (visit: Visit) => Promise<Visited>;
}

export function action({ get, post }: TradeRoutes, context: ConsoleContext, asked: Action): void {
  get(asked.path, async (visit) => (await refusalOf(visit, asked)) ?? actionPage(visit, asked, {}));
  post(asked.path, async (visit) => {
    const refusal = await refusalOf(visit, asked);
    if (refusal !== null) return refusal;
    const fields = await fieldsOf(asked, visit);
    const missing = fields.filter(({ name, isRequired }) => isRequired && (visit.fields[name] ?? '').trim() === '');
    if (missing.length > 0) return actionPage(visit, asked, visit.fields, missingOf(missing));
    try {
      return await asked.act(visit);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return actionPage(visit, asked, visit.fields, refusedOf(context, fields, error.problem));
    }
  });
}

async function refusalOf(visit: Visit, asked: Action): Promise<VisitedPage | null> {
  const said = (await asked.instead?.(visit)) ?? null;
  if (said === null) return null;
  return operatorPage(visit, {
    ...namedOf(visit, asked),
    status: 409,
    body: html`<div class="note bad">${said}</div>`,
  });
}

function namedOf(visit: Visit, { title, trail }: Action): Pick<VisitedPage, 'title'> & { readonly trail: Trail } {
  return {
    title: typeof title === 'function' ? title(visit) : title,
    trail: typeof trail === 'function' ? trail(visit) : trail,
  };
}

/** Why it was not done. */
interface Refused {
  readonly status: number;
  readonly said: Html;
  readonly wrong: readonly string[];
}

function missingOf(fields: readonly Field[]): Refused {
  const said = html`<div class="note bad" role="alert"><h2>Il manque quelque chose</h2><ul>${fields.map(
    ({ name, label }) => html`<li><a href="#f-${name}">Remplissez « ${label} »</a></li>`,
  )}</ul></div>`;
  return { status: 400, said, wrong: fields.map(({ name }) => name) };
}

/** The fields at fault are named by their labels, each with why; the rest is said as everywhere. */
function refusedOf(context: ConsoleContext, fields: readonly Field[], problem: Problem): Refused {
  const { errors = [], status, detail } = problem;
  const why = errors.length > 0 || detail === undefined ? null : html`<p lang="en">${detail}</p>`;
  const faults = errors.map((error) => ({ error, field: fieldMeant(fields, error.pointer) }));
  const said = faults.flatMap(({ field, error }) =>
    field === undefined
      ? []
      : [
          html`<li><a href="#f-${field.name}">« ${field.label} » n’est pas accepté.</a> ${context.dictionary.rules.get(error.rule)?.sentence ?? ''} ${field.hint ?? ''}<details><summary>Détail technique</summary><p lang="en">${error.detail}</p></details></li>`,
        ],
  );
  const rest = faults.flatMap(({ field, error }) => (field === undefined ? [error] : []));
  const { title, body } = problemPage(context, { ...problem, errors: rest });
  return {
    status,
    said: html`<div role="alert"><h2>${title}</h2>${said.length === 0 ? null : html`<ul>${said}</ul>`}${why}${body}</div><h2>Recommencer</h2>`,
    wrong: faults.flatMap(({ field }) => (field === undefined ? [] : [field.name])),
  };
}

async function fieldsOf({ fields = [] }: Action, visit: Visit): Promise<readonly Field[]> {
  return typeof fields === 'function' ? fields(visit) : fields;
}

async function actionPage(visit: Visit, asked: Action, values: Values, refused?: Refused): Promise<VisitedPage> {
  const { will, button } = asked;
  const [happens, fields] = await Promise.all([
    typeof will === 'function' ? will(visit) : will,
    fieldsOf(asked, visit),
  ]);
  const body = html`${refused?.said ?? null}<div class="note"><p><strong>Ce qui va se passer</strong></p>${happens}</div>
<form method="post" class="act">${visit.formField}${formFields(fields, refused === undefined ? filledIn(fields, linkedIn(fields, visit.query)) : values, refused?.wrong)}
<p class="row"><button class="main">${typeof button === 'function' ? button(visit) : button}</button></p></form>`;
  return operatorPage(visit, {
    ...namedOf(visit, asked),
    body,
    ...(refused !== undefined && { status: refused.status }),
  });
}
