import { type Html, html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Field } from '../../frame/form-fields.ts';
import { ApiProblem } from '../../frame/hub-api.ts';
import type { TradeRoutes, Visit, Visited } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { jobPath } from '../jobs.ts';
import type { Trail } from '../operator-page.ts';
import { versionCode, versionPath, versionsPath } from '../version-paths.ts';
import { type Comparison, summary } from './comparison.ts';
import { rulesOfVersion } from './version-rules.ts';
import type { Versions } from './versions.ts';

const most: Field = {
  kind: 'text',
  name: 'maxChanged',
  label: 'Dossiers qui peuvent changer, au plus',
  hint: 'Un nombre (25) ou une part (0,1 %). Si davantage diffèrent, ou si une différence n’a pas d’explication, rien ne change. Vide : sans limite.',
};

/** What can be done about versions: each a job, followed on its own page. */
export function versionActions(routes: TradeRoutes, context: ConsoleContext, trail: Trail): void {
  buildingActions(routes, context, trail);
  switchingActions(routes, context, trail);
}

type Ask = (visit: Visit, path: string, body?: object) => Promise<Visited>;

/** Asks for a job, and leads to its page. */
function asking({ api }: ConsoleContext): Ask {
  return async ({ visitor }, path, body = {}) => {
    return { to: jobPath(await api.ask<Job>(visitor, path, { method: 'POST', body })) };
  };
}

function ofVersion({ params }: Visit): string {
  return params.version ?? '';
}

function buildingActions(routes: TradeRoutes, context: ConsoleContext, trail: Trail): void {
  const ask = asking(context);
  action(routes, context, {
    path: `${versionsPath}/reconstruction`,
    title: 'Reconstruire les enregistrements',
    trail,
    will: html`<p>Tout le journal est relu dans une version à côté, puis comparée à celle que les lecteurs reçoivent. Pour eux rien ne change : c’est vous qui donnerez la nouvelle version, après avoir vu ce qui diffère. Une reconstruction à la fois ; annulée, la suivante la reprend.</p>`,
    button: 'Reconstruire',
    act: (visit) => ask(visit, '/v1/admin/rebuilds'),
  });
  action(routes, context, {
    path: `${versionsPath}/verification`,
    title: 'Vérifier les enregistrements',
    trail,
    will: html`<p>Des tranches sont reconstruites, comparées ligne à ligne à celles que les lecteurs reçoivent, puis jetées. Personne ne remarque rien ; ce qui diffère est nommé avec son explication.</p>`,
    fields: [{ kind: 'number', name: 'slices', label: 'Tranches tirées au sort', hint: 'Vide : toutes.' }],
    button: 'Vérifier',
    act: (visit) => {
      const { slices } = visit.fields;
      return ask(visit, '/v1/admin/verifications', slices ? { slices: Number(slices) } : {});
    },
  });
}

function switchingActions(routes: TradeRoutes, context: ConsoleContext, trail: Trail): void {
  const ask = asking(context);
  const under = underVersion(trail);
  action(routes, context, {
    path: `${versionsPath}/:version/comparer`,
    title: (visit) => `Comparer la version ${ofVersion(visit)}`,
    trail: under,
    will: html`<p>Chaque ligne est comparée à celle que les lecteurs reçoivent, à la même place du journal. Personne ne remarque rien. Le rapport est gardé.</p>`,
    button: 'Comparer',
    act: (visit) => ask(visit, apiPath`/v1/admin/versions/${ofVersion(visit)}/comparison`),
  });
  action(routes, context, {
    path: `${versionsPath}/:version/promotion`,
    title: (visit) => `Donner la version ${ofVersion(visit)} aux lecteurs`,
    trail: under,
    will: async (visit) => {
      const compared = await lastComparison(context, visit);
      return html`<p>Ses règles : ${await rulesNamed(context, visit)}.</p><p>Tous les lecteurs reçoivent cette version dès leur demande suivante ; les demandes en cours finissent sur l’ancienne. L’ancienne est gardée : on y revient d’un geste.</p>${
        compared === null
          ? html`<p><strong>Elle n’a pas été comparée en entier à celle des lecteurs : le hub refusera.</strong> <a href="${versionPath(ofVersion(visit))}/comparer">Comparer d’abord</a></p>`
          : html`${summary(compared)}<p><a href="${versionPath(ofVersion(visit))}/comparaison">Voir ce qui diffère, et pourquoi</a></p>`
      }`;
    },
    fields: [most],
    button: (visit) => `Donner la version ${ofVersion(visit)} aux lecteurs`,
    act: (visit) => {
      const { maxChanged = '' } = visit.fields;
      const body =
        maxChanged.trim() === '' ? {} : { maxChanged: maxChanged.trim().replace(',', '.').replace(/\s/g, '') };
      return ask(visit, apiPath`/v1/admin/versions/${ofVersion(visit)}/promotion`, body);
    },
  });
  goingBack(routes, context, trail);
  action(routes, context, {
    path: `${versionsPath}/:version/retrait`,
    title: (visit) => `Retirer la version ${ofVersion(visit)}`,
    trail: under,
    will: html`<p>Les lignes de cette version sont effacées pour de bon. Le journal reste : on peut toujours reconstruire.</p>`,
    fields: [
      {
        kind: 'check',
        name: 'withoutWayBack',
        label: 'Même si c’est celle à laquelle un retour en arrière mènerait',
      },
    ],
    button: 'Retirer cette version',
    act: (visit) => {
      const withoutWayBack = visit.fields.withoutWayBack === 'on';
      return ask(visit, apiPath`/v1/admin/versions/${ofVersion(visit)}/retirement`, { withoutWayBack });
    },
  });
}

function underVersion(trail: Trail) {
  return (visit: Visit): Trail => [...trail, [versionPath(ofVersion(visit)), ofVersion(visit)]];
}

function goingBack(routes: TradeRoutes, context: ConsoleContext, trail: Trail): void {
  const ask = asking(context);
  const under = underVersion(trail);
  action(routes, context, {
    path: `${versionsPath}/:version/retour`,
    title: (visit) => `Revenir à la version ${ofVersion(visit)}`,
    trail: under,
    instead: async (visit) => {
      const { wayBack } = await context.api.ask<Versions>(visit.visitor, '/v1/admin/versions');
      if (wayBack === ofVersion(visit)) return null;
      return html`<p>On ne revient qu’à la version que les lecteurs avaient juste avant : ${wayBack === null ? 'il n’y en a pas' : html`c’est <a href="${versionPath(wayBack)}">${versionCode(wayBack)}</a>`}. <a href="${versionsPath}">Voir les versions</a></p>`;
    },
    will: async (visit) =>
      html`<p>Les lecteurs reçoivent de nouveau, dès leur demande suivante, la version ${versionCode(ofVersion(visit))}, qu’ils avaient avant. Ses règles : ${await rulesNamed(context, visit)}.</p><p>Les demandes en cours finissent sur celle où elles ont commencé. Le hub attend que cette version montre tout ce que les lecteurs ont déjà vu.</p>`,
    button: (visit) => `Revenir à la version ${ofVersion(visit)}`,
    act: (visit) => ask(visit, '/v1/admin/rollback'),
  });
}

async function rulesNamed(context: ConsoleContext, visit: Visit): Promise<Html> {
  const { versions } = await context.api.ask<Versions>(visit.visitor, '/v1/admin/versions');
  const version = versions.find((each) => each.version === ofVersion(visit));
  return version === undefined ? html`inconnues` : rulesOfVersion(context, visit.visitor, version);
}

async function lastComparison({ api }: ConsoleContext, { visitor, params }: Visit): Promise<Comparison | null> {
  const { version = '' } = params;
  try {
    const path = apiPath`/v1/admin/versions/${version}/comparison`;
    const { report } = await api.ask<{ readonly report: Comparison }>(visitor, path);
    return report.slicesCompared < report.slices ? null : report;
  } catch (error) {
    if (error instanceof ApiProblem && (error.problem.status === 404 || error.problem.status === 409)) return null;
    throw error;
  }
}
