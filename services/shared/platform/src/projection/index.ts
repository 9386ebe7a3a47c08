export * from './active-version.ts';
export type { Scope } from './candidate-paths.ts';
export * from './compare-rows.ts';
export * from './comparisons.ts';
export * from './count-dossiers.ts';
export * from './count-figures.ts';
export * from './delay-counts.ts';
export { type DossierDifference, diffDossier, differingFields, fieldsOf } from './diff-dossier.ts';
export * from './differing-events.ts';
export * from './echo-delays.ts';
export {
  decodeDossierEvidence,
  decodeNamed,
  decodePersonEvidence,
  decodeVerdicts,
  encodeDossierEvidence,
} from './encode-evidence.ts';
export * from './encode-facts.ts';
export { type Fate, fates, raiseOverdue, tellRectification } from './feed-fates.ts';
export * from './feed-relations.ts';
export { decodeFedScenes, type SceneColumns } from './feed-scenes.ts';
export { lockSlicesOf } from './feed-statements.ts';
export * from './feed-sweep.ts';
export * from './find-dossiers.ts';
export * from './freshness.ts';
export * from './full-sources.ts';
export { placeIn, quantileOf } from './histogram.ts';
export * from './leases.ts';
export { endsOfLog } from './log-ends.ts';
export { lookForEvents, type SeenEvents, type ToldEvent } from './look-for-events.ts';
export * from './parked-events.ts';
export * from './person-columns.ts';
export * from './person-facts.ts';
export * from './presence.ts';
export * from './read-facts.ts';
export * from './read-feed.ts';
export * from './read-progress.ts';
export { type DossierScene, readScenes } from './read-scenes.ts';
export * from './read-session-pairs.ts';
export * from './read-sessions.ts';
export * from './read-trainees.ts';
export { addRow, type RowTable, tableOf } from './row-tables.ts';
export {
  aliveMs,
  countProjectors,
  deleteExpiredProjectors,
  fairShare,
  leaveVersion,
  shareLeases,
} from './share-leases.ts';
export * from './slice-claims.ts';
export * from './subject-tables.ts';
export * from './switch-version.ts';
export {
  discardVerification,
  dropDeadVerifications,
  type HeldVersion,
  holdShadow,
  holdVerification,
} from './version-runners.ts';
export {
  countSlices,
  type Lag,
  lagOf,
  readVersionStatuses,
  type SliceCounts,
  type VersionStatus,
  versionStates,
} from './version-status.ts';
export * from './versions.ts';
export * from './watch-progress.ts';
export { wayBack } from './way-back.ts';
export type { SubjectRows } from './write-parts.ts';
export * from './write-rows.ts';
