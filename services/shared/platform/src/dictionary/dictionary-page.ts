import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Html } from '../html/html.ts';
import type { Json } from './schema-files.ts';

/** What people are shown, in French. */
export interface PageForPeople {
  readonly title: string;
  readonly body: Html;
  /** Where one is, from the first page of the dictionary on. */
  readonly trail?: readonly (readonly [path: string, name: string])[];
}

/** One address of the dictionary, for programs and for people. */
export interface DictionaryPage {
  readonly json: Json;
  /** What of it has these words; all of it where there are none. */
  readonly shown: (search: string) => PageForPeople;
}

/** Makes a whole page of it, in the house of whoever serves it. */
export type PageLayout = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: PageForPeople,
) => string | Promise<string>;
