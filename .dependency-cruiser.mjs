/** How packages and rooms may import each other (docs/architecture.md): one way, and services never each other. */
import { rooms } from './test/rooms/rooms.ts';

const services = 'gateway|projector|query|dispatcher|console|ofeli|kairos|eos';
const service = `^services/(${services}|hub)/`;
const tests = '\\.(test|suite)\\.ts$|/src/test/';
const rank = [
  ['client', '^services/shared/client/'],
  ['contracts', '^contracts/'],
  ['core', '^services/shared/core/'],
  ['platform', '^services/shared/platform/'],
  ['simulation', '^services/shared/simulation/'],
  ['service', service],
];

const downward = rank.slice(0, -1).map(([name, path], index) => ({
  name: `${name}-imports-nothing-above`,
  comment: 'client ← contracts ← core ← platform ← simulation ← a service; the client is given to partners by itself.',
  severity: 'error',
  from: { path },
  to: {
    path: rank
      .slice(index + 1)
      .map(([, above]) => above)
      .join('|'),
  },
}));

/** Each room imports the rooms of its package that the table names, and no other. */
const betweenRooms = Object.entries(rooms).flatMap(([source, inside]) =>
  Object.entries(inside).map(([name, { imports }]) => {
    const files = (room) =>
      room === '.' ? `^${source}/(?!(service|main|index)\\.ts$)[^/]+$` : `^${source}/${room}/[^/]+$`;
    return {
      name: `room-${source.replace(/\/src$/, '')}/${name}`,
      comment: `${name} imports ${imports.length === 0 ? 'no other room' : imports.join(', ')} of its package.`,
      severity: 'error',
      from: { path: files(name), pathNot: tests },
      to: { path: `^${source}/`, pathNot: [name, ...imports].map(files) },
    };
  }),
);

const pureRooms = Object.entries(rooms).flatMap(([source, inside]) =>
  Object.entries(inside)
    .filter(([, room]) => room.pure)
    .map(([name]) => `^${source}/${name}/`),
);

export default {
  forbidden: [
    ...downward,
    ...betweenRooms,
    {
      name: 'pure-rooms-touch-nothing-outside',
      comment: 'A pure room computes: no file, socket, process, database, server or log.',
      severity: 'error',
      from: { path: pureRooms, pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'pure-rooms-use-no-client',
      comment: 'A pure room computes: what talks to a server comes in by the platform.',
      severity: 'error',
      from: { path: pureRooms, pathNot: tests },
      to: { path: 'node_modules/(pg|kafkajs|fastify|pino|prom-client|undici)(/|$)' },
    },
    {
      name: 'services-do-not-import-each-other',
      comment: 'Services meet in events, HTTP and published schemas; the hub alone composes them.',
      severity: 'error',
      from: { path: `^services/(${services})/` },
      to: { path: service, pathNot: '^services/$1/' },
    },
    {
      name: 'the-hub-enters-by-the-front-door',
      comment: 'The hub composes services through their service.ts.',
      severity: 'error',
      from: { path: '^services/hub/' },
      to: { path: `^services/(${services})/`, pathNot: '/src/service\\.ts$' },
    },
    {
      name: 'core-is-pure',
      comment: 'The core has no dependency and no I/O; node:crypto hashes.',
      severity: 'error',
      from: { path: '^services/shared/core/src/', pathNot: tests },
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
