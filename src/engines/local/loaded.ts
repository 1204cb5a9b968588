import sherpa from 'sherpa-onnx-node';
import type { OfflineRecognizer, OnlineRecognizer } from 'sherpa-onnx-node';

import type { Part } from './messages.ts';
import { Vads } from './vads.ts';
import type { Punctuation } from './wording.ts';

/** A recogniser, by when it writes. */
export type LoadedRecogniser =
  | { readonly isStreaming: false; readonly recogniser: OfflineRecognizer }
  | { readonly isStreaming: true; readonly recogniser: OnlineRecognizer };

/** The models that the engine's child has in memory: one of each role. */
export class LoadedModels {
  recogniser: LoadedRecogniser | null = null;
  vads: Vads | null = null;
  punctuation: Punctuation | null = null;

  /** Loads a model in place of the one before it. What is wrong with it may end the process. */
  async load(part: Part): Promise<void> {
    switch (part.role) {
      case 'recogniser': {
        this.recogniser = null;
        const { isStreaming, config } = part;
        this.recogniser = isStreaming
          ? { isStreaming, recogniser: new sherpa.OnlineRecognizer(config) }
          : { isStreaming, recogniser: await sherpa.OfflineRecognizer.createAsync(config) };
        return;
      }
      case 'vad':
        this.vads = new Vads(part.config);
        return;
      case 'punctuation':
        this.punctuation = part.isOnline
          ? new sherpa.OnlinePunctuation(part.config)
          : new sherpa.OfflinePunctuation(part.config);
    }
  }
}
