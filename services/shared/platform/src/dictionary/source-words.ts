/**
 * Where something is from, for people: the rules that the hub made itself stand in English in its documentation, and are
 * named here by their number, or as the hub's own.
 */
export function sourceWords(text: string): string {
  return text
    .replace(/rules\.md, (\d+\.\d+(?:(?:, | et )\d+\.\d+)*)/g, (_, numbers: string) => {
      return numbers.includes(' ') ? `règles ${numbers} du hub` : `règle ${numbers} du hub`;
    })
    .replace(/rules\.md, [A-Z][a-z]*(?: [a-z]+)*/g, 'règles propres à ce hub')
    .replace(/règles propres à ce hub(?: ; règles propres à ce hub)+/g, 'règles propres à ce hub');
}
