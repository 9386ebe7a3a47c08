import { counted, type DataSetKind, dataSetKinds, type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { VisitedPage } from '../frame/layout.ts';
import { type Column, count, delay, instant, table } from '../frame/parts.ts';
import type { Visit } from '../frame/visit.ts';
import { tradePaths } from '../frame/visitor.ts';
import { select } from './figure-filters.ts';
import { trail } from './measure-page.ts';

export const dataSetsPath = `${tradePaths.steering}/fichiers`;

/** As `GET /v1/data-sets` says it. */
interface DataSet {
  readonly id: string;
  readonly kind: string;
  readonly week: string;
  readonly format: string;
  readonly state: 'waiting' | 'making' | 'ready' | 'failed' | 'ended';
  readonly askedAt: string;
  readonly progress: {
    readonly done: number;
    readonly total: number | null;
    readonly secondsLeft: number | null;
  } | null;
  readonly fault: string | null;
  readonly manifest: {
    readonly title: string;
    readonly file: string;
    readonly rows: number;
    readonly bytes: number;
  } | null;
}

const states: Readonly<Record<DataSet['state'], string>> = {
  waiting: 'en attente',
  making: 'en cours',
  ready: 'prêt',
  failed: 'en échec',
  ended: 'supprimé, son délai étant passé',
};

/** The data sets of the organisation for a purpose, and a form that asks for one. */
export async function dataSetsPage({ api, dictionary }: ConsoleContext, visit: Visit): Promise<VisitedPage> {
  const { visitor, query, formField } = visit;
  const purposes = dictionary.codes.find(({ name }) => name === 'purpose')?.values ?? [];
  const purpose = query.finalite ?? visitor.purpose ?? 'funding-follow-up';
  const { items } = await api.ask<{ readonly items: readonly DataSet[] }>(visitor, '/v1/data-sets', { purpose });
  return {
    title: 'Fichiers de la semaine',
    trail,
    body: html`<p>Ce que votre organisme voit aujourd’hui de ce que le hub savait à la fin d’une semaine, dossier par dossier, pour une finalité. La convention dit quels fichiers peuvent être demandés.</p>
<form class="filters" method="get" aria-label="Finalité">${select('finalite', 'Finalité', purposes, purpose)}
<div class="row"><button>Afficher</button></div></form>
<h2 id="demander">Demander un fichier</h2>
<form class="filters" method="post" action="${dataSetsPath}">${formField}<input type="hidden" name="finalite" value="${purpose}"><div class="two">
${select('sorte', 'Sorte', kinds, 'outcomes')}
<div><label for="semaine">Semaine</label><p class="hint" id="semaine-hint">Passée, comme 2026-W23.</p>
<input id="semaine" name="semaine" required maxlength="8" pattern="[0-9]{4}-W[0-9]{2}" aria-describedby="semaine-hint"></div>
${select('format', 'Format', formats, 'csv')}</div>
<div class="row"><button class="main">Demander</button></div></form>
<h2 id="demandes">Fichiers demandés</h2>
${items.length === 0 ? html`<p>Aucun pour cette finalité.</p>` : table('Fichiers demandés', columnsOf(purpose), items)}
<p class="hint">Rechargez la page pour voir où ils en sont.</p>`,
  };
}

const kindNames: Readonly<Record<DataSetKind, string>> = {
  outcomes: 'Devenir des stagiaires entrés en formation',
  dossiers: 'Dossiers de l’organisation',
  employment: 'Emplois (DSN) des personnes suivies',
};
const kinds = dataSetKinds.map((code) => ({ code, label: kindNames[code] }));

const formats = [
  { code: 'csv', label: 'CSV pour tableurs' },
  { code: 'parquet', label: 'Parquet' },
];

function columnsOf(purpose: string): readonly Column<DataSet>[] {
  return [
    { head: 'Semaine', cell: ({ week }) => week },
    {
      head: 'Sorte',
      cell: ({ kind, manifest }) => manifest?.title ?? kinds.find(({ code }) => code === kind)?.label ?? kind,
    },
    { head: 'Demandé le', cell: ({ askedAt }) => instant(askedAt) },
    { head: 'État', cell: stateOf },
    { head: 'Lignes', cell: ({ manifest }) => manifest?.rows ?? null, isNumber: true },
    { head: 'Fichier', cell: (set) => fileLink(set, purpose) },
  ];
}

function stateOf({ state, progress, fault }: DataSet): Html {
  const left = progress?.secondsLeft == null ? null : `, encore ${delay(progress.secondsLeft)}`;
  const done =
    progress === null
      ? null
      : ` : ${counted(progress.done, 'dossier')}${progress.total === null ? '' : ` sur ${count(progress.total)}`}`;
  return html`${states[state]}${done}${left}${fault === null ? null : html` <small lang="en">${fault}</small>`}`;
}

function fileLink({ id, state, manifest, format }: DataSet, purpose: string): Html | null {
  if (state !== 'ready' || manifest === null) return null;
  const { file, bytes } = manifest;
  return html`<a href="${dataSetsPath}/${id}/${file}?finalite=${purpose}">${file}</a> <small>${format}, ${count(Math.ceil(bytes / 1_000))} ko</small>`;
}

/** Asks for what the form says; then back to the list. */
export async function askForDataSet(
  { api }: ConsoleContext,
  { visitor, fields }: Visit,
): Promise<{ readonly to: string }> {
  const { finalite: purpose = '', sorte: kind = '', semaine: week = '', format = 'csv' } = fields;
  const body = { kind, week, format, bom: format === 'csv' };
  await api.ask(visitor, '/v1/data-sets', { purpose, body });
  return { to: `${dataSetsPath}?finalite=${encodeURIComponent(purpose)}` };
}
