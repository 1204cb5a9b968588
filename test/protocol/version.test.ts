import { expect, it } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { minProtocolVersion, protocolVersion, version } from '../../src/protocol/version.ts';

it('is the version of package.json', () => {
  expect(version).toBe(manifest.version);
});

it('understands the protocol that it speaks', () => {
  expect(minProtocolVersion).toBeGreaterThanOrEqual(1);
  expect(protocolVersion).toBeGreaterThanOrEqual(minProtocolVersion);
});
