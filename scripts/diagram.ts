import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { mermaid } from './diagram/mermaid.ts';

/** Draws the state machine anew in ARCHITECTURE.md; run it after a change of src/core/machine.ts. */
const path = join(import.meta.dirname, '..', 'ARCHITECTURE.md');
const page = readFileSync(path, 'utf8');
writeFileSync(
  path,
  page.replace(/```mermaid\n[^]*?```/, () => `\`\`\`mermaid\n${mermaid()}\`\`\``),
);
