const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** In lower case, as the hub writes them. */
export function isUuid(text: string): boolean {
  return shape.test(text);
}
