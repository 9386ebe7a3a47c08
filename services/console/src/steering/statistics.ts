import { apiPath } from '../frame/api-path.ts';
import type { HubApi } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Visitor } from '../frame/visitor.ts';

/** What `GET /v1/statistics` says. */
export interface Catalogue {
  /** Fewer are not told. */
  readonly fewest: number;
  /** The newest first. */
  readonly weeks: readonly MadeWeek[];
  readonly measures: readonly SaidMeasure[];
  readonly crossings: readonly SaidCrossing[];
}

export interface MadeWeek {
  readonly week: string;
  readonly madeAt: string;
  readonly closed: readonly { readonly measure: string; readonly month: string }[];
}

export interface SaidMeasure {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
  readonly counts: 'dossier' | 'training';
  /** The name of what it is a part of. */
  readonly of: string | null;
}

export interface SaidCrossing {
  readonly name: string;
  readonly label: string;
  readonly keys: readonly string[];
  /** The figures that are told by it. */
  readonly measures: readonly string[];
}

/** What `GET /v1/statistics/{measure}` says. */
export interface Figures {
  readonly week: string;
  /** Months that were told again, for a fault of the hub was mended. */
  readonly anew: readonly { readonly month: string; readonly week: string }[];
  readonly items: readonly FigureItem[];
}

export type FigureItem = { readonly month: string; readonly value: number } & Readonly<Record<string, string | number>>;

export interface FiguresAsked {
  readonly by: string;
  readonly week: string;
  /** `YYYY-MM`, both included. */
  readonly from: string;
  readonly to: string;
  readonly territory?: string;
}

const purpose = 'statistics';

/** Null: the convention of the organisation does not let it be told figures. */
export async function askCatalogue(api: HubApi, visitor: Visitor): Promise<Catalogue | null> {
  return api.ask<Catalogue>(visitor, '/v1/statistics', { purpose }).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.problem.status === 403) return null;
    throw error;
  });
}

/** `measure`: a name of the catalogue. */
export function askFigures(api: HubApi, visitor: Visitor, measure: string, asked: FiguresAsked): Promise<Figures> {
  return api.ask<Figures>(visitor, apiPath`/v1/statistics/${measure}`, { purpose, query: { ...asked } });
}

/** Whether the organisation is told figures of the whole country, and not by its territories alone. */
export async function seesCountry(api: HubApi, visitor: Visitor, measure: string, asked: FiguresAsked) {
  try {
    await askFigures(api, visitor, measure, { ...asked, by: 'month', from: asked.to });
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.type === 'urn:hub:problem:territory-only') return false;
    throw error;
  }
}
