/** In either case, as a request may write one; for schemas. */
export const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

const shape = new RegExp(uuidPattern);

/** In lower case, as the hub writes them. */
export function isUuid(text: string): boolean {
  return shape.test(text) && text === text.toLowerCase();
}
