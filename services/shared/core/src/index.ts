export * from './calendar.ts';
export * from './canonical-json.ts';
export * from './dossier/as-of.ts';
export * from './dossier/assess.ts';
export { type DecidedField, decidedFields } from './dossier/decided-fields.ts';
export { type FieldChoice, type LosingReason, losingReasons } from './dossier/decisions.ts';
export { describe, describeJoined, explain } from './dossier/describe.ts';
export * from './dossier/event-kinds.ts';
export { refKey } from './dossier/fact-refs.ts';
export * from './dossier/fact-states.ts';
export {
  compareFacts,
  compareRecordings,
  type Fact,
  type FactSet,
  factKey,
  factSet,
  indexOfFact,
  type OwnedFacts,
  union,
  unionOfTrainees,
} from './dossier/facts.ts';
export { isOperator, removalsOf } from './dossier/live-facts.ts';
export * from './dossier/movements.ts';
export * from './dossier/payment.ts';
export * from './dossier/record.ts';
export { maySessionSay, type SessionColumns, sessionAnomalies } from './dossier/session-anomalies.ts';
export { type SourceShare, sharesOf } from './dossier/shares.ts';
export * from './dossier/sources-to-report.ts';
export { attemptOfExpectedStay } from './dossier/status.ts';
export * from './dossier/summary.ts';
export { tellersOfAnomaly, tellersOfExpected } from './dossier/tellers.ts';
export { asWritten, type WrittenReferences } from './dossier/written-references.ts';
export * from './errors.ts';
export * from './identifiers/clear-text.ts';
export * from './identifiers/compare-identity.ts';
export * from './identifiers/dossier-number.ts';
export * from './identifiers/france-travail-number.ts';
export * from './identifiers/nir.ts';
export * from './identifiers/partner-text.ts';
export * from './identifiers/person-identifiers.ts';
export { withoutSeparators } from './identifiers/separators.ts';
export * from './identifiers/siret.ts';
export * from './identifiers/training-reference.ts';
export * from './identifiers/uuid.ts';
export * from './log-event.ts';
export * from './person/describe-path.ts';
export * from './person/describe-trainee.ts';
export * from './person/destroyed-trainees.ts';
export { bestJob } from './person/employment.ts';
export * from './person/join-dossiers.ts';
export * from './person/links.ts';
export * from './person/moved-facts.ts';
export * from './person/person-record.ts';
export * from './person/retention.ts';
export type { ToldPerson } from './person/told-people.ts';
export * from './person/trainee-summary.ts';
export * from './person/worked.ts';
export * from './ports/event-log.ts';
export * from './record-hash.ts';
export * from './reporting/may-report.ts';
export * from './rights/decide.ts';
export { evidenceOf, joinedEvidence } from './rights/dossier-evidence.ts';
export * from './rights/evidence.ts';
export * from './rights/followers.ts';
export { joinedPersonEvidence, periodOpenings, personEvidenceOf } from './rights/person-evidence.ts';
export * from './rights/relations.ts';
export * from './rights/rights.ts';
export * from './rights/statistics-sight.ts';
export * from './rights/told-causes.ts';
export * from './rights/watchers.ts';
export * from './rules.ts';
export * from './session/describe-session.ts';
export * from './session/session-likeness.ts';
export * from './session/session-record.ts';
export * from './session/session-summary.ts';
export { sameSessions } from './session/session-verdicts.ts';
export * from './statistics/close-month.ts';
export * from './statistics/measures.ts';
export { type FormerTelling, movedByFew } from './statistics/moved-by-few.ts';
export { type Cell, cellName, type ToldCell } from './statistics/tellable.ts';
