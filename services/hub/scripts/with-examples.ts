/** A request and an answer of an operation, by media type, as a hub took and gave them. */
export interface RecordedExample {
  readonly request?: Readonly<Record<string, unknown>>;
  /** By status. */
  readonly response: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Content {
  readonly content?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The document with an example of each operation. Throws where one is missing, or of no operation. */
export function withExamples<Document extends { readonly paths: Paths }>(
  document: Document,
  examples: Readonly<Record<string, RecordedExample>>,
): Document {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const named = new Set(operations.map(({ operationId }) => operationId));
  const missing = [...named].filter((each) => examples[each] === undefined);
  const strange = Object.keys(examples).filter((each) => !named.has(each));
  if (missing.length + strange.length > 0) {
    throw new Error(
      `contracts/examples.json lacks ${missing.join(', ') || 'nothing'}, and has ${strange.join(', ') || 'nothing'} of no ` +
        'operation: play them in test/integration/every-operation.test.ts and run "npm run record:examples".',
    );
  }
  const paths = mapValues(document.paths, (methods) =>
    mapValues(methods, (operation) => withExample(operation, examples[operation.operationId] as RecordedExample)),
  );
  return { ...document, paths };
}

function withExample(operation: Operation, { request = {}, response }: RecordedExample): Operation {
  const { requestBody, responses } = operation;
  return {
    ...operation,
    ...(requestBody && { requestBody: ofContent(requestBody, request) }),
    responses: mapValues(responses, (each, status) => ofContent(each, response[status] ?? {})),
  };
}

function ofContent<Part extends Content>(part: Part, recorded: Readonly<Record<string, unknown>>): Part {
  if (part.content === undefined) return part;
  const content = mapValues(part.content, (media, type) =>
    type in recorded ? { ...media, example: recorded[type] } : media,
  );
  return { ...part, content };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
