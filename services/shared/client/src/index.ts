export type { ClientProof } from './authorised-fetch.ts';
export { type ClientKey, readClientKey } from './client-key.ts';
export type * from './described.ts';
export type { FeedOptions, FeedPage } from './feeds.ts';
export type * from './generated/openapi.ts';
export { type HubClient, type HubClientOptions, hubClient, type Reader } from './hub-client.ts';
export { type FieldError, HubProblem, type Problem } from './problem.ts';
export type { CheckOutcome, EventOutcome, ReportOptions, StreamOptions } from './report.ts';
