import type { Dictionary } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from './visitor.ts';

export interface Question {
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: object;
  /** Default: the visitor's. */
  readonly purpose?: string;
  /** Query parameters; null and empty ones are left out. */
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The hub's API, asked in the name of the visitor's organisation: the pages have no rights of their own. */
export interface HubApi {
  /** The answer's JSON; of 204 null. Throws `ApiProblem` for whatever is not 2xx. */
  ask<Body>(visitor: Visitor, path: string, question?: Question): Promise<Body>;
  /** The answer as it comes: of streams and files. Throws the same. */
  open(visitor: Visitor, path: string, question?: Question): Promise<Response>;
}

/** How persons are told apart; the tests of pages have a simpler one. */
export interface SignIn {
  /** Null: nobody has signed in, or not recently. */
  visitorOf(request: FastifyRequest): Promise<Visitor | null>;
  /** Keeps a purpose for the rest of the visit. */
  keepPurpose(request: FastifyRequest, reply: FastifyReply, purpose: string): Promise<void>;
  /** The value of the hidden field `_csrf` of every form. */
  formToken(request: FastifyRequest, reply: FastifyReply): Promise<string>;
  /** Throws 403 for a form that no page of this visit has shown. */
  checkForm(request: FastifyRequest): Promise<void>;
  /** `/console/connexion`, `/console/deconnexion` and what they need. */
  routes(server: FastifyInstance): Promise<void> | void;
}

/** What the pages work with. */
export interface ConsoleContext {
  readonly api: HubApi;
  readonly dictionary: Dictionary;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Whether there is a trial page to lead to. */
  readonly hasTrial: (request: FastifyRequest) => boolean;
  readonly signIn: SignIn | null;
}
