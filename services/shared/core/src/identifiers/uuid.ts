/** In either case, as a request may write it. */
export const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

const uuid = new RegExp(uuidPattern);

/** Whether this is an id as the hub writes it: a UUID in lower case. */
export function isUuid(text: string): boolean {
  return uuid.test(text) && text === text.toLowerCase();
}
