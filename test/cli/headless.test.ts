import { describe, expect, it } from 'vitest';

import { requireNode } from '../../src/cli/headless.ts';

describe('requireNode', () => {
  it('says which Node there is and which is needed', () => {
    expect(() => requireNode('This', '22.11.0')).toThrow(
      /This needs Node 24 or newer, and this is Node 22\.11\.0/,
    );
    expect(() => requireNode('This', '24.0.0')).not.toThrow();
    expect(() => requireNode('This', '100.0.0')).not.toThrow();
  });
});
