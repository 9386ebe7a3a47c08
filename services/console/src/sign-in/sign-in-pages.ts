import { html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';

/** Why nobody was signed in, in French. */
export type Refusal =
  | 'issuer-away'
  | 'not-ended'
  | 'declined'
  | 'no-organisation'
  | 'unknown-organisation'
  | 'no-convention'
  | 'no-trade'
  | 'form-foreign'
  | 'not-understood'
  | 'fault';

interface Words {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
  /** Another person may be let in where this one is not. */
  readonly another?: true;
}

const words: Readonly<Record<Refusal, Words>> = {
  'issuer-away': {
    status: 503,
    title: 'Le service de connexion ne répond pas',
    advice: 'C’est lui qui dit qui vous êtes : sans lui, personne n’entre. Réessayez dans un instant.',
  },
  'not-ended': {
    status: 400,
    title: 'La connexion n’a pas abouti',
    advice:
      'Elle a été commencée ailleurs, il y a trop longtemps, ou a déjà servi. Recommencez depuis cette page, dans une seule fenêtre.',
  },
  declined: {
    status: 403,
    title: 'Vous n’avez pas été connecté',
    advice: 'Le service de connexion a renoncé, ou vous avez annulé. Vous pouvez recommencer.',
  },
  'no-organisation': {
    status: 403,
    title: 'Votre organisme n’est pas indiqué',
    advice:
      'Le service de connexion n’a pas donné le SIRET de votre organisme : le hub ne sait pas pour qui vous agissez. Faites-le compléter par qui gère votre compte.',
    another: true,
  },
  'unknown-organisation': {
    status: 403,
    title: 'Le hub ne connaît pas votre organisme',
    advice:
      'Aucun organisme n’est enregistré ici sous le SIRET de votre compte. Si le vôtre participe au hub, votre référent demande à l’exploitant de l’ajouter.',
    another: true,
  },
  'no-convention': {
    status: 403,
    title: 'Votre organisme n’a pas de convention en vigueur',
    advice:
      'Sans convention avec le hub, rien ne peut être consulté. Votre référent peut demander à l’exploitant où elle en est.',
    another: true,
  },
  'no-trade': {
    status: 403,
    title: 'Aucun métier ne vous est ouvert ici',
    advice:
      'Votre compte n’indique ni suivi des parcours, ni pilotage, ni exploitation qui vaille pour votre organisme. Faites-le compléter par qui gère votre compte.',
    another: true,
  },
  'form-foreign': {
    status: 403,
    title: 'Ce formulaire n’est pas de cette visite',
    advice: 'Il vient d’une page d’avant, ou d’ailleurs : rien n’a été fait. Rouvrez la page, puis recommencez.',
  },
  'not-understood': {
    status: 400,
    title: 'La demande n’est pas comprise',
    advice: 'Cette adresse n’est pas celle que donnent les pages du hub. Recommencez depuis cette page.',
  },
  fault: {
    status: 500,
    title: 'Le hub n’a pas pu vous connecter',
    advice:
      'La faute est de notre côté : ni vous ni le service de connexion n’y êtes pour rien. Réessayez ; si cela dure, dites-le à l’exploitant du hub.',
  },
};

export function refusalPage(refusal: Refusal): VisitedPage & { readonly status: number } {
  const { status, title, advice, another } = words[refusal];
  const body = html`<div class="note bad"><p>${advice}</p></div>
<ul><li><a href="/console/connexion">Recommencer la connexion</a></li>
${another ? html`<li><a href="/console/connexion?autre=oui">Se connecter avec un autre compte</a></li>\n` : null}<li><a href="/">Revenir à l’accueil</a></li></ul>`;
  return { status, title, body };
}

/** The visit is over here; the browser goes on to where it ends at the issuer too. */
export function signedOutPage(address: string): VisitedPage {
  const body = html`<p>Votre visite de ce hub est finie.</p>
<p><a href="${address}">Continuer vers le service de connexion</a>, pour y finir aussi la vôtre : votre navigateur y va de lui-même.</p>`;
  return { title: 'Vous êtes déconnecté', body };
}
