import { HubError } from '@hub/core';

/** Words separated by commas; of a closed list, others are wrong use. */
export function namesOf<Name extends string>(known: readonly Name[] | null): (text: string) => readonly Name[] {
  return (text) => {
    const names = text.split(',').map((part) => part.trim()) as Name[];
    const strange = names.find((name) => known !== null && !known.includes(name));
    if (strange === undefined) return names;
    throw new HubError('wrong-use', `"${strange}" is none of ${known?.join(', ')}.`);
  };
}
