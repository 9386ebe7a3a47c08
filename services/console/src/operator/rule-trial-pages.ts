import { type Html, html, type Job } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { count, table } from '../frame/parts.ts';
import type { TradeRoutes, Visit } from '../frame/visit.ts';
import { action } from './action.ts';
import { apiPath } from './api-path.ts';
import { livePath } from './assets.ts';
import type { Field, Values } from './fields.ts';
import { jobBody } from './job-pages.ts';
import { hasEnded, jobPath } from './jobs.ts';
import { live } from './live.ts';
import { operatorPage } from './operator-page.ts';
import { rulesPath, ruleTrialPath } from './rule-paths.ts';
import type { Edit, Rules, Tried } from './rules.ts';
import { valued } from './version-diff.ts';
import { versionPath } from './version-paths.ts';

interface Trial {
  readonly job: Job;
  readonly edits: readonly Edit[];
  readonly changes: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  readonly current: boolean;
  readonly versions: readonly string[];
}

const trail = [[rulesPath, 'Essayer une règle']] as const;

/** A rule with another value, tried on every dossier; then built, compared and given as any version. */
export function ruleTrialPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${rulesPath}/essai`,
    title: 'Essayer une autre valeur',
    trail,
    will: html`<p>Chaque dossier d’aujourd’hui est décrit deux fois, par les règles actuelles et par celle-ci. Rien n’est écrit, personne ne remarque rien. Vous verrez combien de dossiers changeraient, lesquels, et comment.</p>`,
    fields: async (visit) => [...carried, ...(await valueFields(context, visit))],
    button: 'Essayer',
    act: async ({ visitor, fields }) => {
      const body = { edits: [editOf(fields)] };
      return { to: ruleTrialPath((await api.ask<Job>(visitor, '/v1/admin/rules/trials', { body })).id) };
    },
  });
  routes.get(`${rulesPath}/essais/:id`, async (visit) => {
    const { id = '' } = visit.params;
    const trial = await api.ask<Trial>(visit.visitor, apiPath`/v1/admin/rules/trials/${id}`);
    const { job } = trial;
    const title = 'Essai d’une règle';
    if (hasEnded(job)) return operatorPage(visit, { title, trail, body: ended(trial) });
    const body = html`${changesOf(trial)}${live(jobBody(job), { stream: `${jobPath(job)}/flux` })}<p>Quand c’est fini, <a href="${ruleTrialPath(id)}">voir le résultat</a>.</p>`;
    return operatorPage(visit, { title, trail, body, script: livePath });
  });
  action(routes, context, {
    path: `${rulesPath}/essais/:id/construction`,
    title: 'Construire une version avec cette règle',
    trail: ({ params }) => [...trail, [ruleTrialPath(params.id ?? ''), 'Essai d’une règle']],
    will: html`<p>Tout le journal est relu avec cette règle dans une version à côté, puis comparé à celle que les lecteurs reçoivent. Pour eux rien ne change avant que vous ne la leur donniez.</p>`,
    button: 'Construire',
    act: async ({ visitor, params }) => {
      const body = { trial: params.id };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/rebuilds', { body })) };
    },
  });
}

const carried: readonly Field[] = ['kind', 'name', 'regime'].map((name) => ({ kind: 'hidden', name, label: name }));

/** What is asked of the value, with the present one filled in. */
async function valueFields({ api }: ConsoleContext, { visitor, query, fields }: Visit): Promise<readonly Field[]> {
  const rules = await api.ask<Rules>(visitor, '/v1/admin/rules');
  const { kind, name, regime } = { ...query, ...fields };
  const deadline = rules.deadlines.find((each) => kind === 'deadline' && each.name === name);
  if (deadline !== undefined) return [number('days', deadline.label, deadline.days, 'jours')];
  const threshold = rules.thresholds.find((each) => kind === 'threshold' && each.code === name);
  if (threshold !== undefined)
    return [
      number(
        'threshold',
        threshold.sentence,
        threshold.threshold,
        threshold.unit === 'days' ? 'jours' : threshold.unit,
      ),
    ];
  const setting = rules.settings.find((each) => kind === 'setting' && each.name === name);
  if (setting !== undefined) {
    const value = String(setting.value);
    return [
      { kind: 'text', name: 'value', label: setting.label, hint: `Aujourd’hui : ${value}.`, value, isRequired: true },
    ];
  }
  const row = rules.authority.rows.find((each) => kind === 'sources' && each.id === name);
  const present = row?.regimes.find((each) => each.name === regime)?.sources ?? [];
  const hint = `Dans l’ordre, une par ligne ; personne : laissez vide. Aujourd’hui : ${present.join(', ') || 'personne'}. Sources connues : ${rules.choices.sources.map((each) => (typeof each === 'string' ? each : each.code)).join(', ')}.`;
  return [
    { kind: 'lines', name: 'sources', label: `Qui décide : ${name}, ${regime}`, hint, value: present.join('\n') },
  ];
}

function number(name: string, label: string, present: number, unit: string): Field {
  const hint = `En ${unit}. Aujourd’hui : ${present}.`;
  return { kind: 'number', name, label, hint, value: String(present), isRequired: true };
}

function editOf({ kind = '', name = '', regime, days, threshold, value = '', sources = '' }: Values): Edit {
  if (kind === 'deadline') return { kind, name, days: Number(days) };
  if (kind === 'threshold') return { kind, code: name, threshold: Number(threshold) };
  if (kind === 'setting') return { kind, name, value: /^\d+$/.test(value) ? Number(value) : value };
  return { kind: 'sources', row: name, regime, sources: sources.split(/[\s,]+/).filter((each) => each !== '') };
}

function changesOf({ changes, current }: Trial): Html {
  return html`${current ? null : html`<p class="note bad">Les règles des lecteurs ont changé depuis cet essai : refaites-le avant de décider.</p>`}
${table(
  'Ce qui est essayé',
  [
    { head: 'Règle', cell: ({ path }) => html`<code>${path}</code>` },
    { head: 'Aujourd’hui', cell: ({ before }) => valued(before) },
    { head: 'Essayé', cell: ({ after }) => valued(after) },
  ],
  changes,
)}`;
}

function ended(trial: Trial): Html {
  const { job, versions } = trial;
  if (job.state !== 'done' || job.result === null) return html`${changesOf(trial)}${jobBody(job)}`;
  const tried = job.result as unknown as Tried;
  const built = versions.map((version) => html`<li><a href="${versionPath(version)}">${version}</a></li>`);
  return html`${changesOf(trial)}${answerOf(tried)}
<p class="row"><a class="button main" href="${ruleTrialPath(job.id)}/construction">Construire une version avec cette règle…</a> <a href="${rulesPath}">Essayer autre chose</a></p>
${built.length === 0 ? null : html`<h2>Versions construites avec cette règle</h2><ul>${built}</ul>`}
${details(tried)}`;
}

function answerOf({ dossiers, changed, failed }: Tried): Html {
  return html`<div class="note ${failed > 0 ? 'bad' : 'good'}"><p><strong>${count(changed)} dossiers changeraient</strong> sur ${count(dossiers)}.${failed > 0 ? ` ${count(failed)} ne pourraient plus être décrits.` : ''}</p></div>`;
}

function details({ statuses, anomalies, fields, samples }: Tried): Html {
  return html`${
    statuses.length === 0
      ? null
      : table(
          'Étapes qui changeraient',
          [
            { head: 'Aujourd’hui', cell: ({ before }) => before },
            { head: 'Avec cette règle', cell: ({ after }) => after },
            { head: 'Dossiers', cell: ({ dossiers }) => dossiers, isNumber: true },
          ],
          statuses,
        )
  }${
    anomalies.length === 0
      ? null
      : table(
          'Anomalies',
          [
            { head: 'Anomalie', cell: ({ code }) => html`<code>${code}</code>` },
            { head: 'Apparaîtraient', cell: ({ raised }) => raised, isNumber: true },
            { head: 'Disparaîtraient', cell: ({ gone }) => gone, isNumber: true },
          ],
          anomalies,
        )
  }${
    fields.length === 0
      ? null
      : table(
          'Champs qui changeraient',
          [
            { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
            { head: 'Dossiers', cell: ({ dossiers }) => dossiers, isNumber: true },
          ],
          fields,
        )
  }${samples.length === 0 ? null : html`<h2>Dossiers, côte à côte</h2>${samples.map(sampleOf)}`}`;
}

function sampleOf({ dossier, fields, more }: Tried['samples'][number]): Html {
  return html`<details><summary>Dossier ${dossier} : ${fields.length + more} différences</summary>${table(
    `Dossier ${dossier}`,
    [
      { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
      { head: 'Aujourd’hui', cell: ({ before }) => valued(before) },
      { head: 'Avec cette règle', cell: ({ after }) => valued(after) },
    ],
    fields,
  )}${more === 0 ? null : html`<p>Et ${more} autres.</p>`}</details>`;
}
