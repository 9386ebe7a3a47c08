import { expect, it } from 'vitest';
import { advisoriesOf, foreignLicences } from '../dependencies/dependencies.ts';

const none = () => null;

it.each([
  [{ license: 'MIT' }, true],
  [{ license: '(MIT OR GPL-3.0-only)' }, true],
  [{ license: 'MIT AND GPL-3.0-only' }, false],
  [{ license: 'GPL-3.0-only' }, false],
  [{ license: 'MPL-2.0' }, false],
  [{ license: 'MPL-2.0', dev: true }, true],
  [{ license: 'UNLICENSED', dev: true }, false],
])('a licence is allowed or not: %j %s', (locked, isAllowed) => {
  expect(foreignLicences({ 'node_modules/planted': locked }, none)).toHaveLength(isAllowed ? 0 : 1);
});

it('a package that says no licence in the lock file is looked at where it is installed', () => {
  const packages = { 'node_modules/planted': {}, 'node_modules/elsewhere': {}, 'services/hub': {} };
  const foreign = foreignLicences(packages, (path) => (path.endsWith('planted') ? 'none' : null));
  expect(foreign).toEqual(['node_modules/planted: none']);
});

it('advisories fail from high up, and a registry that does not answer is said and fails nothing', () => {
  const report = (severity: string) =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities: { planted: { severity } } });
  expect(advisoriesOf(report('high')).faults).toEqual(['planted: high']);
  expect(advisoriesOf(report('critical')).faults).toHaveLength(1);
  expect(advisoriesOf(report('moderate'))).toMatchObject({
    faults: [],
    told: expect.stringContaining('1 of what runs'),
  });
  for (const silent of ['', '{"message":"405"}', 'npm error']) {
    expect(advisoriesOf(silent)).toMatchObject({ faults: [], told: expect.stringContaining('SKIPPED') });
  }
});
