/** What a cursor of `/v1/changes` is bound to: under another purpose an organisation sees other dossiers. */
export function changesList(siret: string, purpose: string): string {
  return `changes ${siret} ${purpose}`;
}
