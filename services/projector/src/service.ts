export { dropVersion as retire } from '@hub/platform';
export { environment as projectorEnvironment, type ProjectorSettings, projectorSettings } from './config.ts';
export type { Projector } from './live/start-feeding.ts';
export { previewRetry, type RetryPreview, requireParked, retryParked, showParked } from './parked/retry-parked.ts';
export { type Beside, type BuildOptions, buildBeside, type RebuildProgress } from './rebuild/build-version.ts';
export { type RebuildReport, rebuild } from './rebuild/rebuild.ts';
export { startProjector } from './start-projector.ts';
export { type Comparison, compare, type Difference, diffDossier } from './versions/compare.ts';
export { type ReaderFigures, readerFigures } from './versions/figures.ts';
export { promote, rollback } from './versions/promote.ts';
export {
  type LogFigures,
  type ProjectionStatus,
  readLogFigures,
  status,
  type VersionStatus,
} from './versions/status.ts';
