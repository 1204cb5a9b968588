import { readFileSync } from 'node:fs';

import { asElectron, loud } from './loud.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

type Members =
  | 'addRepresentation'
  | 'getScaleFactors'
  | 'getSize'
  | 'isEmpty'
  | 'isTemplateImage'
  | 'setTemplateImage'
  | 'toDataURL'
  | 'toPNG';

/** A PNG, of which only the header is read; anything else is an empty image, as in Electron. */
export class Image implements Pick<Electron.NativeImage, Members> {
  readonly #png: Buffer;
  readonly #scales = new Set([1]);
  #isTemplate = false;

  constructor(png: Buffer) {
    const isPng = png.length > 24 && png.subarray(0, 8).equals(signature);
    this.#png = isPng ? png : Buffer.alloc(0);
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  getSize(): Electron.Size {
    if (this.isEmpty()) return { width: 0, height: 0 };
    return { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) };
  }

  toPNG(): Buffer {
    return Buffer.from(this.#png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  addRepresentation({ scaleFactor = 1 }: Electron.AddRepresentationOptions): void {
    this.#scales.add(scaleFactor);
  }

  getScaleFactors(): number[] {
    return [...this.#scales];
  }
}

type Makers = 'createEmpty' | 'createFromBuffer' | 'createFromPath';

export const nativeImage: Pick<typeof Electron.NativeImage, Makers> = loud('nativeImage', {
  createEmpty: () => make(Buffer.alloc(0)),
  createFromBuffer: make,
  createFromPath: (path: string) => make(readIfThere(path)),
});

function make(png: Buffer): Electron.NativeImage {
  return asElectron(new Image(png));
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
