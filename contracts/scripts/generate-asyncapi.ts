import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlTopic, logTopics, sealedCategories, topics } from '../src/catalogue.ts';
import {
  clearData,
  type EventSchema,
  type Json,
  readDefinitions,
  referenceParts,
  repositoryRoot,
} from './read-schemas.ts';

/**
 * `asyncapi.json`: the log as a consumer reads it. A topic is a channel; each message is a CloudEvent in JSON (Kafka
 * binding, structured mode) with the clear data. Producers are closed, consumers open: unknown properties may come.
 */
export function generateAsyncApi(events: readonly EventSchema[]): string {
  const document = {
    asyncapi: '3.1.0',
    info: {
      title: 'Le journal du hub',
      version: packageVersion(),
      description:
        "Thèmes et événements du journal. Les données personnelles n'y sont que scellées, par catégorie, dans les attributs sealed….",
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/fr/' },
      contact: { name: 'Les opérateurs de ce hub' },
      tags: [{ name: 'journal', description: 'Ce que le hub a reçu, dans l’ordre de chaque stagiaire.' }],
    },
    servers: {
      log: { host: 'localhost:9092', protocol: 'kafka', description: 'Apache Kafka : HUB_KAFKA_BROKERS le désigne.' },
    },
    defaultContentType: contentType,
    channels: {
      ...Object.fromEntries(topics.map((topic) => [topic, channel(topic, events)])),
      [controlTopic]: controlChannel(),
    },
    operations: Object.fromEntries(logTopics.map((topic) => [`publish-${topic}`, publishing(topic)])),
    components: {
      messages: {
        ...Object.fromEntries(events.map((event) => [messageName(event), message(event)])),
        [secretNoted]: secretNotedMessage(),
      },
      schemas: { attributes: commonAttributes() },
    },
  };
  const schemas = { ...referredTo(document, definitionSchemas()), ...document.components.schemas };
  return `${JSON.stringify({ ...document, components: { ...document.components, schemas } }, null, 2)}\n`;
}

function publishing(topic: string): Json {
  const description =
    topic === controlTopic
      ? 'Ce que le hub se dit à lui-même ; aucun projecteur ne le lit.'
      : `Le hub publie ce que la porte a accepté, après l'avoir vérifié et scellé (thème ${topic}).`;
  return { action: 'send', channel: { $ref: `#/channels/${topic}` }, description };
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Those of these schemas that the document refers to, by way of others too. */
function referredTo(document: Json, schemas: Json): Json {
  const found: Record<string, unknown> = {};
  const follow = (node: unknown) => {
    for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
      const schema = schemas[name];
      if (schema === undefined || name in found) continue;
      found[name] = schema;
      follow(schema);
    }
  };
  follow(document);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => name in found));
}

const contentType = 'application/cloudevents+json';
const secretNoted = 'secret-noted';

/** What the hub tells itself: no event of a partner, and nothing that a projector reads. */
function controlChannel(): Json {
  return {
    address: `hub.${controlTopic}`,
    messages: { [secretNoted]: { $ref: `#/components/messages/${secretNoted}` } },
    bindings: { kafka: { topic: `hub.${controlTopic}`, bindingVersion: '0.5.0' } },
  };
}

function secretNotedMessage(): Json {
  const text = { type: 'string' };
  return {
    name: `hub.${secretNoted}`,
    title: "Valeur de contrôle d'un secret du hub, jamais le secret",
    contentType,
    payload: {
      type: 'object',
      required: ['specversion', 'type', 'source', 'id', 'data'],
      properties: {
        specversion: { const: '1.0' },
        type: { const: `hub.${secretNoted}` },
        source: { const: 'urn:hub:source:hub' },
        id: text,
        data: {
          type: 'object',
          required: ['name', 'epoch', 'value'],
          properties: { name: { enum: ['kek', 'pepper', 'number', 'receipt', 'token'] }, epoch: text, value: text },
        },
      },
    },
  };
}

/** A retraction goes to the topic of its target, so it may come on any but `identity`, whose facts stay. */
function channel(topic: string, events: readonly EventSchema[]): Json {
  const published = events.filter(
    (event) => event.hub.topic === topic || (event.name === 'fact-retracted' && topic !== 'identity'),
  );
  return {
    address: `hub.${topic}`,
    messages: Object.fromEntries(
      published.map((event) => [messageName(event), { $ref: `#/components/messages/${messageName(event)}` }]),
    ),
    bindings: { kafka: { topic: `hub.${topic}`, bindingVersion: '0.5.0' } },
  };
}

function messageName(event: EventSchema): string {
  return `${event.name}.v${event.version}`;
}

function message(event: EventSchema): Json {
  return {
    name: `hub.${event.name}`,
    title: event.title,
    contentType,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/attributes' },
        {
          type: 'object',
          properties: { ...ownAttributes(event), data: clearPayload(event) },
          required: requiredAttributes(event),
        },
      ],
    },
  };
}

function ownAttributes(event: EventSchema): Json {
  const categories = new Set(Object.values(properties(event)).map((schema) => schema['x-hub-sealed']));
  return {
    type: { const: `hub.${event.name}` },
    dataschema: { const: `urn:hub:dictionary:${event.name}:${event.version}` },
    ...Object.fromEntries(
      sealedCategories
        .filter((category) => categories.has(category))
        .map((category) => [`sealed${category}`, { type: 'string', description: 'JWE compact, dir, A256GCM' }]),
    ),
  };
}

function requiredAttributes(event: EventSchema): string[] {
  if (event.hub.subject === 'session') return ['training'];
  if (event.name === 'fact-retracted') return [];
  return event.hub.subject === 'dossier' ? ['trainee', 'dossier'] : ['trainee'];
}

function properties(event: EventSchema): Readonly<Record<string, Json>> {
  return event.schema.properties as Record<string, Json>;
}

function clearPayload(event: EventSchema): Json {
  const { required, properties } = clearData(event);
  return {
    type: 'object',
    title: event.title,
    ...((required as string[]).length === 0 ? {} : { required }),
    properties: open(properties, ''),
  };
}

function commonAttributes(): Json {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['specversion', 'type', 'source', 'id', 'dataschema', 'recordedtime', 'receivedtime', 'data'],
    properties: {
      specversion: { const: '1.0' },
      type: text,
      source: { type: 'string', description: 'urn:hub:source:<système>' },
      id: { type: 'string', description: 'Unique dans sa source.' },
      dataschema: text,
      recordedtime: { type: 'string', format: 'date-time', description: 'Quand la source a enregistré le fait.' },
      receivedtime: { type: 'string', format: 'date-time', description: "Quand le hub l'a reçu." },
      partner: { type: 'string', description: 'Partenaire qui a écrit.' },
      organisation: { type: 'string', description: "SIRET de l'organisation pour laquelle il a écrit." },
      digest: { type: 'string', description: 'Empreinte du contenu, sous la clé du stagiaire.' },
      trainee: { type: 'string', description: 'Identifiant interne du stagiaire.' },
      dossier: { type: 'integer', description: 'Numéro de dossier, neuf chiffres.' },
      training: { type: 'string', description: 'Références de formation, séparées par une espace.' },
      trainingwritten: {
        type: 'string',
        description: 'Les mêmes références telles que la source les écrit, si elle en écrit une autrement.',
      },
      burial: { type: 'string', description: 'Données de la personne détruites : rien ne reste de cet événement.' },
      traceparent: text,
    },
  };
}

function definitionSchemas(): Json {
  const all = [...readDefinitions()].flatMap(([file, document]) =>
    Object.entries(document.$defs as Record<string, Json>)
      .filter(([name]) => name !== 'trainee')
      .map(([name, schema]) => [`${file}.${name}`, open(schema, file)] as const),
  );
  return Object.fromEntries(all);
}

/** A schema with its references turned to this document, open to unknown properties, without the hub's own keywords. */
function open(schema: unknown, file: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => open(item, file));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...rest } = schema as Json;
  if (typeof $ref === 'string') return { $ref: `#/components/schemas/${referenceParts($ref, file).join('.')}` };
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => key !== 'additionalProperties' && !key.startsWith('x-'))
      .map(([key, value]) => [key, open(value, file)]),
  );
}
