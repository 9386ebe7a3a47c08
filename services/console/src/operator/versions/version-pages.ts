import { counted, type Html, html, type Job, type VersionStatus } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Listed } from '../../frame/list-pages.ts';
import { delay, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import { jobsTable } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { versionStates, word } from '../operator-words.ts';
import { versionPath, versionsPath } from '../version-paths.ts';
import { type Comparison, comparisonReport } from './comparison.ts';
import { versionActions } from './version-actions.ts';
import { versionDiff } from './version-diff.ts';
import { rulesOfVersion } from './version-rules.ts';
import type { ComparisonRow, Versions } from './versions.ts';

const jobsShown = 10;
const versionKinds = ['rebuild', 'comparison', 'verification', 'promotion', 'rollback', 'retirement'];
const trail = [[versionsPath, 'Versions']] as const;

/** Versions of the records: which one readers are given, and what can be done about the others. */
export function versionPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  const { get } = routes;
  get(versionsPath, async (visit) => {
    const [{ versions, comparisons, wayBack }, jobs] = await Promise.all([
      api.ask<Versions>(visit.visitor, '/v1/admin/versions'),
      api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query: { limit: 50 } }),
    ]);
    const latest = jobs.items.filter(({ kind }) => versionKinds.includes(kind)).slice(0, jobsShown);
    const body = html`<p>Les enregistrements se reconstruisent à côté de ceux que lisent les partenaires ; rien ne change pour eux avant que vous ne leur donniez la nouvelle version, et l’on revient en arrière d’un geste.</p>
<p class="row"><a class="button main" href="${versionsPath}/reconstruction">Reconstruire…</a> <a class="button" href="${versionsPath}/verification">Vérifier…</a>${wayBackLink(wayBack)}</p>
${versionsTable(versions, await rulesOfEach(context, visit, versions))}${comparisonsTable(comparisons)}${jobsTable('Derniers travaux sur les versions', latest, visit.visitor)}`;
    return operatorPage(visit, { title: 'Versions', body });
  });
  versionActions(routes, context, trail);
  get(`${versionsPath}/:version`, async (visit) => {
    const { version: name = '' } = visit.params;
    const { versions, comparisons, wayBack } = await api.ask<Versions>(visit.visitor, '/v1/admin/versions');
    const found = versions.find(({ version }) => version === name);
    const compared = comparisons.filter(({ here, there }) => here === name || there === name);
    const body =
      found === undefined
        ? html`<p>Cette version n’existe pas ou n’existe plus.</p>`
        : html`<p>Ses règles : ${await rulesOfVersion(context, visit.visitor, found)}.</p>${facts(found)}${offered(found, wayBack)}${comparisonsTable(compared)}`;
    const status = found === undefined ? 404 : 200;
    return operatorPage(visit, { title: `Version ${name}`, trail, body, status });
  });
  get(`${versionsPath}/:version/comparaison`, async (visit) => {
    const { version = '' } = visit.params;
    const found = await api.ask<{ readonly report: Comparison; readonly comparedAt: string }>(
      visit.visitor,
      apiPath`/v1/admin/versions/${version}/comparison`,
      { query: { with: visit.query.avec } },
    );
    const body = html`${comparisonReport(found.report, found.comparedAt)}<p><a href="${versionPath(version)}">Voir la version</a></p>`;
    return operatorPage(visit, { title: 'Comparaison de deux versions', trail, body });
  });
  versionDiff(routes, context, trail);
}

function wayBackLink(wayBack: string | null): Html | null {
  if (wayBack === null) return null;
  return html` <a class="button" href="${versionPath(wayBack)}/retour">Revenir à la version ${wayBack}…</a>`;
}

/** By version; those of a release are not said again and again. */
async function rulesOfEach(
  context: ConsoleContext,
  { visitor }: Visit,
  versions: readonly VersionStatus[],
): Promise<ReadonlyMap<string, Html>> {
  const tried = versions.filter(({ trial }) => trial !== null);
  const said = await Promise.all(
    tried.map(async (each) => [each.version, await rulesOfVersion(context, visitor, each)] as const),
  );
  return new Map(said);
}

function versionsTable(versions: readonly VersionStatus[], rules: ReadonlyMap<string, Html>): Html {
  return table(
    'Versions des enregistrements',
    [
      { head: 'Version', cell: ({ version }) => html`<a href="${versionPath(version)}"><code>${version}</code></a>` },
      {
        head: 'État',
        cell: ({ state }) => stateOf(state),
      },
      { head: 'Règles', cell: ({ version }) => rules.get(version) ?? 'du hub' },
      { head: 'Faite', cell: ({ createdAt }) => instant(createdAt) },
      { head: 'Mis de côté', cell: ({ parked }) => parked, isNumber: true },
      { head: 'Reste à montrer', cell: ({ lagEvents }) => lagEvents, isNumber: true },
      { head: 'Retard', cell: ({ lagSeconds }) => (lagSeconds === null ? null : delay(lagSeconds)), isNumber: true },
    ],
    [...versions].reverse(),
  );
}

function stateOf(state: string): Html {
  const said = word(versionStates, state);
  return state === 'active' ? html`<strong>${said}</strong>` : html`${said}`;
}

function facts(version: VersionStatus): Html {
  const { trainee, offer } = version.slices;
  const rows = [
    ['État', stateOf(version.state)],
    ['Faite', instant(version.createdAt)],
    ['Règles', html`<code>${version.rulesHash}</code>`],
    ['Forme des lignes', version.shape],
    ['Projecteurs qui l’alimentent', version.projectors],
    [
      'Tranches tenues',
      `${trainee.owned} sur ${trainee.slices} (personnes), ${offer.owned} sur ${offer.slices} (offre)`,
    ],
    ['Événements mis de côté', version.parked],
    ['Reste à montrer', version.lagEvents === null ? 'inconnu' : counted(version.lagEvents, 'événement', 'événements')],
  ] as const;
  return html`<dl class="facts">${rows.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>`;
}

function offered({ version, active, state }: VersionStatus, wayBack: string | null): Html | null {
  const path = versionPath(version);
  if (active)
    return html`<p>C’est celle que les lecteurs reçoivent : on peut lui en comparer une autre, pas la retirer.</p>`;
  if (state === 'verifying') return null;
  return html`<p class="row"><a class="button" href="${path}/comparer">Comparer à celle des lecteurs…</a> <a class="button main" href="${path}/promotion">Donner aux lecteurs…</a>${version === wayBack ? wayBackLink(wayBack) : null} <a class="button" href="${path}/retrait">Retirer…</a></p>`;
}

function comparisonsTable(comparisons: readonly ComparisonRow[]): Html {
  if (comparisons.length === 0) return html`<p>Aucune comparaison n’est gardée.</p>`;
  return table(
    'Dernières comparaisons',
    [
      {
        head: 'Comparée',
        cell: ({ here, there }) =>
          html`<a href="${versionPath(here)}/comparaison?avec=${encodeURIComponent(there)}">${here} avec ${there}</a>`,
      },
      { head: 'Dossiers différents', cell: ({ dossiersDiffering }) => dossiersDiffering, isNumber: true },
      { head: 'Sur', cell: ({ dossiers }) => dossiers, isNumber: true },
      { head: 'Sans explication', cell: ({ unexplained }) => unexplained, isNumber: true },
      { head: 'Le', cell: ({ comparedAt }) => instant(comparedAt) },
    ],
    comparisons,
  );
}
