import type { TrialRequest } from './trial.ts';

/** The same request for a terminal. The secret stands in the run file: no page shows it. */
export function curlLines(
  url: string,
  clientId: string,
  { method, path, body }: TrialRequest,
  headers: Readonly<Record<string, string>>,
): string {
  const words = [
    ...(method === 'GET' ? [] : ['-X', method]),
    shellQuoted(`${url}${path}`),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', shellQuoted(`${name}: ${value}`)]),
    ...(body === '' ? [] : ['--data-raw', shellQuoted(body)]),
  ];
  return `# SECRET : clientSecret de ${clientId} dans run.json (dossier de données du hub)
TOKEN=$(curl -s -u ${shellQuoted(`${clientId}:`)}"$SECRET" -d grant_type=client_credentials ${shellQuoted(`${url}/oauth2/token`)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -sg -H "Authorization: Bearer $TOKEN" ${words.join(' ')}`;
}

/** One word of a POSIX shell, whatever it holds. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
