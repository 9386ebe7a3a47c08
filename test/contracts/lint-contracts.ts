import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConfig, lint } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import spectralParsers from '@stoplight/spectral-parsers';
import spectralRulesets from '@stoplight/spectral-rulesets';

// npm run check:contracts: openapi.json and asyncapi.json by the rules that Spectral and Redocly recommend.

const { Document, Spectral } = spectralCore;
const { asyncapi, oas } = spectralRulesets;

/** Nobody operates a package: a hub that runs has an address of its own. */
const notOurs = { 'asyncapi-info-contact-properties': 'off' } as const;

const faults = [
  ...(await bySpectral('contracts/openapi.json', { extends: [oas as never] })),
  ...(await bySpectral('contracts/asyncapi.json', { extends: [asyncapi as never], rules: notOurs })),
  ...(await byRedocly('contracts/openapi.json')),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${faults.length} faults in contracts/openapi.json and contracts/asyncapi.json\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function bySpectral(path: string, ruleset: RulesetDefinition): Promise<readonly string[]> {
  const spectral = new Spectral();
  spectral.setRuleset(ruleset);
  const document = new Document(readFileSync(fileOf(path), 'utf8'), spectralParsers.Json, path);
  const found = await spectral.run(document);
  return found.map((each) => `${path}: ${each.code} at /${each.path.join('/')}: ${each.message} (Spectral)`);
}

async function byRedocly(path: string): Promise<readonly string[]> {
  const found = await lint({ ref: fileOf(path), config: await createConfig({ extends: ['recommended'] }) });
  return found.map((each) => {
    const [place] = each.location;
    return `${path}: ${each.ruleId} at ${place?.pointer ?? ''}: ${each.message} (Redocly)`;
  });
}

function fileOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
