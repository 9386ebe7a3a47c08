export { isCalendarDay } from '@hub/core';
export { isAddressRange } from './access/addresses.ts';
export * from './access/clients.ts';
export { demoPartners, makeDemoPartners, setDemoTakeover } from './access/demo-partners.ts';
export * from './access/organisations.ts';
export * from './access/partner.ts';
export { type AccessTrace, openAccessTrace } from './access-trace/access-trace.ts';
export * from './access-trace/looks-at.ts';
export * from './access-trace/looks-by.ts';
export { tellRestored } from './access-trace/trace-backup.ts';
export * from './access-trace/trace-door.ts';
export * from './access-trace/trace-entry.ts';
export * from './access-trace/trace-holds.ts';
export { traceRefusals, traceRequest } from './access-trace/trace-refusals.ts';
export { isTraceWhole, type TraceReport, verifyTrace } from './access-trace/verify-trace.ts';
export * from './admin/audit.ts';
export * from './admin/job-files.ts';
export * from './admin/jobs.ts';
export * from './admin/run-jobs.ts';
export * from './alarms/alarms.ts';
export * from './backup/load-tables.ts';
export type { BackupManifest } from './backup/manifest.ts';
export * from './backup/read-backup.ts';
export { writeBackup } from './backup/write-backup.ts';
export {
  type ConformanceReport,
  conformanceSchema,
  type ReportedStep,
  readConformance,
  type Seen,
} from './conformance/conformance-report.ts';
export { type Evidence, noEvidence, openEvidence } from './conformance/evidence.ts';
export { noteRequests } from './conformance/note-requests.ts';
export { type Recent, recent } from './conformance/recent.ts';
export { type ShownStep, type StepGroup, stepGroups } from './conformance/steps.ts';
export { type ReadMapping, readMapping } from './csv/check-mapping.ts';
export { csvOf } from './csv/csv-of.ts';
export { mappableEvents } from './csv/event-fields.ts';
export { importCsv } from './csv/import-csv.ts';
export { mappingSchema } from './csv/mapping-schema.ts';
export { mappingTemplate } from './csv/mapping-template.ts';
export * from './custody/log-origin.ts';
export * from './custody/note-secrets.ts';
export { notedInHub, notedInKeyStore } from './custody/noted-values.ts';
export { toldOnLog } from './custody/told-values.ts';
export * from './data-sets/data-sets.ts';
export * from './dictionary/dictionary.ts';
export type { PageForPeople } from './dictionary/dictionary-page.ts';
export { dictionaryRoutes } from './dictionary/dictionary-routes.ts';
export * from './dictionary/edit-rules.ts';
export { isInstant } from './dictionary/formats.ts';
export * from './dictionary/load-rights.ts';
export * from './dictionary/load-rules.ts';
export { propertyLines } from './dictionary/properties.ts';
export {
  codesOfList,
  readCodeList,
  type SchemaFiles,
  type SchemaPlaces,
  schemaPathPattern,
  schemasWith,
} from './dictionary/schema-files.ts';
export { systemLabel } from './dictionary/system-label.ts';
export { type Check, type CheckResult, type Checks, checksOf } from './health/checks.ts';
export { type ProcessReport, type ReportedProcess, readProcesses, reportProcess } from './health/process-report.ts';
export { counted } from './html/counted.ts';
export { type Html, html } from './html/html.ts';
export { plainJson, plainText } from './html/plain-text.ts';
export { hasWords, searchCharactersMax, searchedWords, searchForm, wordsOf } from './html/search-form.ts';
export * from './http/access-token.ts';
export * from './http/build-server.ts';
export { clientAddress } from './http/client-address.ts';
export * from './http/cursors.ts';
export * from './http/identifier-schemas.ts';
export { isLoopbackName } from './http/loopback.ts';
export * from './http/media-type.ts';
export * from './http/named-agent.ts';
export * from './http/partner-auth.ts';

export * from './http/problem.ts';
export * from './http/read-json.ts';
export * from './http/schema-parts.ts';
export type { ServerLimits } from './http/server-limits.ts';
export { shownPointer } from './http/shown-pointer.ts';
export * from './http/tls.ts';
export * from './http/token-routes.ts';
export { dateInName, type ExtractDate, type HeadDate, parseStamp, type Stamp } from './import/extract-date.ts';
export * from './import/import-reject.ts';
export * from './import/import-source.ts';
export * from './import/lines-file.ts';
export type { OpenSource, Sources } from './import/open-sources.ts';
export { readCsvRows, unquoted } from './import/read-csv-rows.ts';
export * from './import/read-lines.ts';
export type { EventAnswer, ReportEvents } from './import/report-events.ts';
export * from './import/source-event.ts';
export { isAlive } from './local-servers/local-server.ts';
export { appendTimeoutMs, logCloseMs } from './log/append-queue.ts';
export * from './log/embedded-event-log.ts';
export * from './log/kafka-client.ts';
export * from './log/kafka-event-log.ts';
export { type KafkaSecurity, kafkaSaslMechanisms } from './log/kafka-security.ts';
export * from './log/local-kafka.ts';
export { partitionOf } from './log/partitions.ts';
export { type LogPage, readLogPage, shownMessage } from './log/read-log-page.ts';
export { readInTime, readMessage, readUpTo } from './log/read-up-to.ts';
export * from './observability/fault-line.ts';
export * from './observability/logger.ts';
export * from './observability/metrics.ts';
export * from './observability/trace-context.ts';
export { allowJob, type DatabaseRole, patienceMs } from './postgres/connection.ts';
export * from './postgres/database.ts';
export * from './postgres/embedded-postgres.ts';
export * from './postgres/migrate.ts';
export * from './postgres/pool.ts';
export * from './projection/index.ts';
export * from './rectification/rectifications.ts';
export * from './registry/identity-marks.ts';
export { isRegistryEmpty, peppersInUse } from './registry/registry-content.ts';
export { traineeNamed } from './registry/trainee-of-alias.ts';
export * from './sealing/check-values.ts';
export { type Kek, localKek, type TraineeKey, type WrappedKey } from './sealing/kek.ts';
export type { KekEpoch } from './sealing/kek-epochs.ts';
export * from './sealing/key-store.ts';
export * from './sealing/keyed-digests.ts';
export * from './sealing/seal.ts';
export * from './sealing/secrets.ts';
export * from './sealing/tokens.ts';
export * from './sealing/tombstones.ts';
export { traceKeyOf } from './sealing/trace-key.ts';
export { readSettings } from './settings/read-settings.ts';
export * from './statistics/closed-months.ts';
export type { FreshnessFigures, SourceFreshness } from './status/freshness-figures.ts';
export { type HubStatus, keepHubStatus, readHubStatus } from './status/hub-status.ts';
export { askLogFigures, type LogFigures, readLogFigures } from './status/log-figures.ts';
export { type ProjectionStatus, projectionStatus } from './status/projection-status.ts';
export {
  failingChecks,
  type ReportingService,
  reportingServices,
  type ServiceStates,
} from './status/service-states.ts';
export { aborted } from './waiting/aborted.ts';
export { within } from './waiting/within.ts';
