import { type CloudEvent, eventTypePrefix } from '@hub/contracts';
import { loadDictionary } from '@hub/platform';

const dictionary = loadDictionary();

/** What the dictionary says of an event in the version that it names, as the door asks it; without a schema, the first. */
export function dictionaryFaults({ type, dataschema, data }: CloudEvent): ReturnType<typeof dictionary.validate> {
  const version = dataschema === undefined ? 1 : Number(dataschema.split(':').at(-1));
  return dictionary.validate(type.slice(eventTypePrefix.length), version, data);
}
