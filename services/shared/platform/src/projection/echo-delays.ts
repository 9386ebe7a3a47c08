import type { DelayTable } from './delay-counts.ts';

/** Upper bounds, in seconds, of what is counted together: an echo is awaited within three hours, and may come the next day. */
export const echoBounds = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 5_400, 7_200, 10_800, 21_600, 86_400];

/** How long facts of one source took to be shown by another: whose facts they are, and who shows them. */
export const echoTable: DelayTable = {
  ...{ table: 'projection.echo', unit: 'hour', keptFor: '7 days' },
  ...{ by: ['origin', 'source'], more: {} },
};
