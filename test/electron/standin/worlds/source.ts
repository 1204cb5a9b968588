import { loud } from '../loud.ts';
import { makeBridge } from './bridge.ts';
import { makeCodec } from './codec.ts';
import { mainWorld } from './main-world.ts';
import { preloadWorld, type PreloadSettings } from './preload-world.ts';

/** The text for the page's world. */
export function mainSource(secret: string): string {
  return `(${textOf(mainWorld)})(${JSON.stringify(secret)}, ${textOf(makeBridge)});`;
}

/** The text for the preload's world, around the preload's own. */
export function preloadSource(
  settings: PreloadSettings,
  preload: { readonly text: string; readonly url: string },
): string {
  const parts = { bridge: makeBridge, codec: makeCodec, loud };
  const tools = Object.entries(parts).map(([name, part]) => `${name}: ${textOf(part)}`);
  const script = `function (require, module, exports, process) {\n${preload.text}\n}`;
  const args = [JSON.stringify(settings), `{ ${tools.join(', ')} }`, script].join(', ');
  return `(${textOf(preloadWorld)})(${args});\n//# sourceURL=${preload.url}`;
}

/** A function's own text: Node has taken its types away and left the rest as it is. */
function textOf(part: (...args: never[]) => unknown): string {
  return part.toString();
}
