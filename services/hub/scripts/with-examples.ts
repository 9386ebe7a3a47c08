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

type Examples = Readonly<Record<string, RecordedExample>>;
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The document with an example of each operation that has one. */
export function withExamples<Document extends { readonly paths: Paths }>(
  document: Document,
  examples: Examples,
): Document {
  const paths = mapValues(document.paths, (methods) =>
    mapValues(methods, (operation) => withExample(operation, examples[operation.operationId])),
  );
  return { ...document, paths };
}

/** What is wrong with the examples as a whole; null: each operation has one, and each is of an operation. */
export function faultOfExamples({ paths }: { readonly paths: Paths }, examples: Examples): string | null {
  const named = new Set(
    Object.values(paths)
      .flatMap(Object.values<Operation>)
      .map(({ operationId }) => operationId),
  );
  const missing = [...named].filter((each) => examples[each] === undefined);
  const strange = Object.keys(examples).filter((each) => !named.has(each));
  if (missing.length + strange.length === 0) return null;
  return (
    `contracts/examples.json lacks ${missing.join(', ') || 'nothing'}, and has ${strange.join(', ') || 'nothing'} of no ` +
    'operation: play them in test/integration/every-operation.test.ts, then run "npm run record:examples" and "npm run generate".'
  );
}

function withExample(operation: Operation, { request = {}, response }: RecordedExample = { response: {} }): Operation {
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
