export { dropVersion as retire, projectionStatus as status, readLogFigures } from '@hub/platform';
export { environment as projectorEnvironment, type ProjectorSettings, projectorSettings } from './config.ts';
export {
  type EditsTried,
  type FilesTried,
  type RunTrial,
  runTrial,
  type Trial,
  type TrialContext,
} from './impact/run-trial.ts';
export { type RulesTried, tryRules } from './impact/try-rules.ts';
export { type Refusal, type SchemasTried, trySchemas } from './impact/try-schemas.ts';
export type { Projector } from './live/start-feeding.ts';
export type { RetryResult } from './parked/parked-jobs.ts';
export { previewRetry, type RetryPreview, retryParked, showParked } from './parked/retry-parked.ts';
export {
  type Beside,
  type BuildOptions,
  type BuildStep,
  buildBeside,
  type RebuildProgress,
} from './rebuild/build-version.ts';
export { type RebuildReport, rebuild } from './rebuild/rebuild.ts';
export { type VerifiedSlices, type VerifyReport, verify } from './rebuild/verify.ts';
export { startProjector } from './start-projector.ts';
export { makeStatistics, type StatisticsReport } from './statistics/make-statistics.ts';
export { type AnewReport, tellAnew } from './statistics/tell-anew.ts';
export { type Comparison, compare, type Difference, differs, unexplained } from './versions/compare.ts';
export type { Explanation } from './versions/explanations.ts';
export { type ReaderFigures, readerFigures } from './versions/figures.ts';
export { type MaxChanged, parseMaxChanged } from './versions/max-changed.ts';
export { type PromoteOptions, promote, rollback } from './versions/promote.ts';
