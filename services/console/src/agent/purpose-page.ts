import { html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, purposePath, trailFrom } from './agent-parts.ts';
import type { Words } from './words.ts';

/** Asks once for what the visitor looks; whoever named it goes on. */
export function withPurpose(answer: (visit: Visit) => Promise<Visited>): (visit: Visit) => Promise<Visited> {
  return async (visit) => {
    const { visitor, request } = visit;
    const back = request.method === 'GET' ? request.url : agentPath;
    return visitor.purpose === null ? { to: purposePath(back) } : answer(visit);
  };
}

/** The purposes of the organisation's convention, one of which is kept for the visit. */
export async function purposePage({ api }: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { visitor, query, formField } = visit;
  const { purposes } = await api.ask<{ purposes: readonly string[] }>(visitor, '/v1/purposes');
  const choices = purposes.map((purpose) => {
    const checked = { html: purpose === (visitor.purpose ?? purposes[0]) ? ' checked' : '' };
    return html`<label class="pick"><input type="radio" name="purpose" value="${purpose}" required${checked}> ${words.purpose(purpose)}</label>
`;
  });
  const body =
    purposes.length === 0
      ? html`<p class="note bad">La convention de votre organisme avec le hub ne nomme aucune finalité de lecture. Demandez à votre référent de la faire compléter.</p>`
      : html`<p>Chaque consultation laisse une trace, avec la raison pour laquelle elle est faite. Elle vous est demandée une fois ; vous pourrez la changer à tout moment. Ce que vous verrez en dépend.</p>
<form method="post" action="${agentPath}/finalite">${formField}<input type="hidden" name="retour" value="${backIn(query.retour)}">
<fieldset><legend>Pourquoi consultez-vous aujourd’hui ?</legend>
${choices}</fieldset>
<button class="main">Continuer</button></form>`;
  return { title: 'Finalité de la consultation', body, trail: trailFrom() };
}

export async function keepPurpose({ api, signIn }: ConsoleContext, visit: Visit): Promise<Visited> {
  const { visitor, fields, request, reply } = visit;
  const { purposes } = await api.ask<{ purposes: readonly string[] }>(visitor, '/v1/purposes');
  const { purpose = '', retour } = fields;
  if (!purposes.includes(purpose)) return { to: purposePath(backIn(retour)) };
  await signIn?.keepPurpose(request, reply, purpose);
  return { to: backIn(retour) };
}

/** Back to a page of this trade and to nowhere else. */
function backIn(back = agentPath): string {
  return /^\/console\/agent(?:[/?][\w/.?=&%:~+-]*)?$/.test(back) ? back : agentPath;
}
