/** The rooms of the house (docs/architecture.md): imports run one way, services never import each other. */

const service = '^services/(gateway|projector|query|ofeli|kairos|eos|hub)/';
const rank = [
  ['contracts', '^contracts/'],
  ['core', '^services/shared/core/'],
  ['platform', '^services/shared/platform/'],
  ['simulation', '^services/shared/simulation/'],
  ['service', service],
];

const downward = rank.slice(0, -1).map(([name, path], index) => ({
  name: `${name}-imports-nothing-above`,
  comment: 'contracts ← core ← platform ← simulation ← a service.',
  severity: 'error',
  from: { path },
  to: {
    path: rank
      .slice(index + 1)
      .map(([, above]) => above)
      .join('|'),
  },
}));

const insides = ['domain', 'app', 'adapters'].map((inner, index, all) => ({
  name: `${inner}-imports-nothing-outside-it`,
  comment: 'Inside a service: domain ← app ← adapters ← service.ts ← main.ts.',
  severity: 'error',
  from: { path: `^services/([^/]+)/src/${inner}/` },
  to: { path: `^services/$1/src/(${[...all.slice(index + 1), '(service|main|config)\\.ts$'].join('|')})` },
}));

export default {
  forbidden: [
    ...downward,
    ...insides,
    {
      name: 'services-do-not-import-each-other',
      comment: 'Services meet in events, HTTP and published schemas; the hub alone composes them.',
      severity: 'error',
      from: { path: '^services/(gateway|projector|query|ofeli|kairos|eos)/' },
      to: { path: service, pathNot: '^services/$1/' },
    },
    {
      name: 'the-hub-enters-by-the-front-door',
      comment: 'The hub composes services through their service.ts.',
      severity: 'error',
      from: { path: '^services/hub/' },
      to: { path: '^services/(gateway|projector|query|ofeli|kairos|eos)/', pathNot: '/src/service\\.ts$' },
    },
    {
      name: 'core-is-pure',
      comment: 'The core has no dependency and no I/O; node:crypto hashes.',
      severity: 'error',
      from: { path: '^services/shared/core/src/', pathNot: '\\.test\\.ts$|/test/' },
      to: { pathNot: '^(contracts/|services/shared/core/|(node:)?crypto$)' },
    },
    {
      name: 'kafkajs-behind-its-port',
      comment: 'kafkajs is used by the Kafka adapter of EventLog only.',
      severity: 'error',
      from: { path: '^(services|contracts)/', pathNot: '^services/shared/platform/src/log/' },
      to: { path: 'node_modules/kafkajs' },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
