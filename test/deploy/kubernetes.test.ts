import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as job } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as configMap } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap';
import { validate as volumeClaim } from 'kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as ingress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { settingNames } from '../../services/hub/src/settings.ts';
import { closeAllMs } from '../../services/hub/src/start/closers.ts';
import { caddyfile, doorRules } from '../support/front-door.ts';

const folder = fileURLToPath(new URL('../../deploy/kubernetes', import.meta.url));

type Validate = ((manifest: unknown) => boolean) & { errors?: readonly Fault[] | null };

interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
}

/** The compiled schemas of Kubernetes, by what a manifest says that it is. */
const schemas: Readonly<Record<string, Validate>> = {
  'apps/v1 Deployment': deployment,
  'batch/v1 Job': job,
  'networking.k8s.io/v1 Ingress': ingress,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
  'v1 ConfigMap': configMap,
  'v1 PersistentVolumeClaim': volumeClaim,
  'v1 Service': service,
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [part: string]: unknown;
}

const manifests = globSync('*.yaml', { cwd: folder }).flatMap((file) =>
  parseAllDocuments(readFileSync(`${folder}/${file}`, 'utf8'), { version: '1.1' }).map(
    (document) => document.toJS() as Manifest,
  ),
);
const named = manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const);

/**
 * What the Kubernetes schema of its kind holds against a manifest. A property that the schema's validator never looks at
 * is one that it does not know: Kubernetes itself would drop it without a word.
 */
function faultsOf(manifest: Manifest): string[] {
  const validate = schemas[`${manifest.apiVersion} ${manifest.kind}`];
  if (validate === undefined) return [`no schema of ${manifest.apiVersion} ${manifest.kind}`];
  const seen = new Set<string>();
  if (!validate(watched(manifest, '', seen))) {
    return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  }
  return pathsOf(manifest, '').filter((path) => !seen.has(path));
}

function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      const found = Reflect.get(target, name);
      if (typeof name === 'symbol' || !Object.hasOwn(target, name)) return found;
      seen.add(`${path}/${name}`);
      return watched(found, `${path}/${name}`, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [`${path}/${name}`, ...pathsOf(inner, `${path}/${name}`)]);
}

test.each(named)('%s follows the schema of Kubernetes', (_name, manifest) => {
  expect(faultsOf(manifest)).toEqual([]);
});

test('the check finds a property in the wrong place, a wrong type and a version that is gone', () => {
  const gateway = JSON.stringify(manifests.find(({ kind }) => kind === 'Deployment'));
  const planted = (from: string, to: string) => faultsOf(JSON.parse(gateway.replace(from, to)));
  expect(gateway).toContain('"httpGet":');
  expect(planted('"readinessProbe"', '"readyProbe"')).toEqual(
    expect.arrayContaining([expect.stringMatching(/containers\/0\/readyProbe$/)]),
  );
  expect(planted('"replicas":2', '"replicas":"two"')).toEqual(['/spec/replicas type']);
  expect(planted('apps/v1', 'apps/v1beta1')).toEqual(['no schema of apps/v1beta1 Deployment']);
});

interface Container {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly image: string;
  readonly securityContext?: unknown;
  readonly resources?: { readonly requests?: unknown; readonly limits?: { readonly memory?: string } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly [probe: string]: unknown;
}

interface Pod {
  readonly enableServiceLinks: boolean;
  readonly automountServiceAccountToken: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext: unknown;
  readonly initContainers?: readonly [Container];
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: unknown; readonly secret?: unknown }[];
}

const pods = named
  .filter(([, { kind }]) => kind === 'Deployment' || kind === 'Job')
  .map(([name, manifest]) => [name, (manifest.spec as { template: { spec: Pod } }).template.spec] as const);

test('each service and the migration have a pod', () => {
  expect(pods.map(([, { containers }]) => containers[0].args)).toEqual([
    ['start', '--only', 'console'],
    ['start', '--only', 'dispatcher'],
    ['start', '--only', 'gateway'],
    ['migrate'],
    ['start', '--only', 'projector'],
    ['start', '--only', 'query'],
  ]);
});

test.each(pods)('%s keeps to what the restricted standard for pods allows', (_name, pod) => {
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.automountServiceAccountToken).toBe(false);
  for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(container.resources).toMatchObject({ requests: expect.anything(), limits: { memory: expect.any(String) } });
  }
});

test('whoever opens what is sealed, or signs, has secrets that nobody but its user may read, and nobody else has any', () => {
  const sealed = pods.filter(([, { initContainers }]) => initContainers !== undefined);
  expect(sealed.map(([name]) => name)).toEqual([
    'Deployment hub-console',
    'Deployment hub-dispatcher',
    'Deployment hub-gateway',
    'Deployment hub-query',
  ]);
  for (const [name, { initContainers, containers, volumes }] of sealed) {
    // A Secret is mounted readable by its group, which the hub refuses: a copy is made by its own user.
    expect(initContainers?.[0].command?.slice(0, 3), name).toEqual(['install', '-m', '0400']);
    const mount = containers[0].volumeMounts.find(({ mountPath }) => mountPath === '/secrets');
    expect(mount, name).toEqual({ name: 'secrets', mountPath: '/secrets', readOnly: true });
    expect(volumes.find((each) => each.name === 'secrets')?.emptyDir, name).toMatchObject({ medium: 'Memory' });
  }
  for (const [name, { volumes }] of pods.filter((pod) => !sealed.includes(pod))) {
    expect(
      volumes.map(({ secret }) => secret),
      name,
    ).toEqual([undefined, undefined]);
  }
});

test('projector, dispatcher and console are told of their database, and not of the key store', () => {
  const told = ({ env, envFrom }: Container) => JSON.stringify({ env, envFrom });
  for (const [name, { containers }] of pods) {
    const opensNothing = ['projector', 'dispatcher', 'console'].some((each) => name === `Deployment hub-${each}`);
    expect(told(containers[0]).includes('"secretRef":{"name":"hub-databases"}'), name).toBe(!opensNothing);
    if (opensNothing) expect(told(containers[0])).toContain('"key":"HUB_DATABASE_URL"');
    expect(told(containers[0]).includes('HUB_KEYS_URL'), name).toBe(false);
  }
});

test.each(pods)('%s takes nothing that Kubernetes makes of services for a setting', (_name, pod) => {
  expect(pod.enableServiceLinks).toBe(false);
});

test('a service is routed to while it is ready, and has its time to close', () => {
  for (const [name, { containers, terminationGracePeriodSeconds = 0 }] of pods.filter(
    ([name]) => name !== 'Job hub-migrate',
  )) {
    expect(containers[0].readinessProbe, name).toMatchObject({ httpGet: { path: '/readyz' } });
    expect(containers[0].livenessProbe, name).toMatchObject({ httpGet: { path: '/healthz' } });
    expect(terminationGracePeriodSeconds * 1_000, name).toBeGreaterThanOrEqual(closeAllMs + 15_000);
  }
});

test('the settings of the ConfigMap are settings of the hub', () => {
  const config = manifests.find(({ kind }) => kind === 'ConfigMap')?.data as Record<string, string>;
  expect(settingNames()).toEqual(expect.arrayContaining(Object.keys(config)));
});

interface IngressSpec {
  readonly rules: readonly {
    readonly http: {
      readonly paths: readonly { path: string; pathType: string; backend: { service: { name: string } } }[];
    };
  }[];
}

test('the Ingress leads as the Caddyfile does', () => {
  const specs = manifests.filter(({ kind }) => kind === 'Ingress').map(({ spec }) => spec as IngressSpec);
  const ofIngress = specs
    .flatMap(({ rules }) => rules)
    .flatMap(({ http }) =>
      http.paths.map(({ path, pathType, backend }) => ({
        path: pathType === 'Exact' ? path : path === '/' ? 'any' : `${path}/*`,
        service: backend.service.name.replace('hub-', ''),
      })),
    );
  const ofCaddy = doorRules(caddyfile).flatMap(({ paths, service }) =>
    (paths === 'any' ? ['any'] : paths).map((path) => ({ path, service })),
  );
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect(ofIngress.toSorted(byPath)).toEqual(ofCaddy.toSorted(byPath));
});
