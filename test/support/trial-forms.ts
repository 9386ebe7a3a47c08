/** The trial page as a browser without script works it: forms of a page, sent with what they hold. */
export interface TrialForms {
  readonly status: number;
  readonly html: string;
  /** Sends the form that goes to this action, by one of its buttons or with fields changed. */
  submit(action: string, change?: Readonly<Record<string, string>>): Promise<TrialForms>;
}

export async function openTrial(url: string): Promise<TrialForms> {
  return formsOf(url, await fetch(`${url}/console/essai`));
}

async function formsOf(url: string, answer: Response): Promise<TrialForms> {
  const html = await answer.text();
  return {
    status: answer.status,
    html,
    submit: async (action, change = {}) => {
      const body = new URLSearchParams({ ...fieldsOf(html, action, Object.keys(change)), ...change });
      const headers = { origin: url };
      return formsOf(url, await fetch(`${url}${action}`, { method: 'POST', headers, body }));
    },
  };
}

/** Of several forms to one address, the one that has what is changed. */
function fieldsOf(html: string, action: string, wanted: readonly string[]): Record<string, string> {
  const forms = [...html.matchAll(/<form [^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].filter(
    ([, to]) => to === action,
  );
  const form = forms.map(([, , inner = '']) => inner).find((inner) => wanted.every((name) => hasField(inner, name)));
  if (form === undefined) throw new Error(`No form to ${action} has ${wanted.join(', ')}.`);
  const inputs = [...form.matchAll(/<input [^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
  const areas = [...form.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)];
  const chosen = [...form.matchAll(/<select [^>]*name="([^"]*)"[\s\S]*?<option value="([^"]*)" selected>/g)];
  return Object.fromEntries(
    [...inputs, ...areas, ...chosen].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );
}

function hasField(form: string, name: string): boolean {
  return form.includes(`name="${name}"`);
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name] ?? '');
}
