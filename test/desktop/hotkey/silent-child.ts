import { openParentPort } from '../../../src/protocol/parent-port.ts';

// A listener that takes its order and never answers.
openParentPort(process).onMessage(() => {});
