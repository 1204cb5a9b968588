/** What the daemon asks of the child around pvrecorder. One child does one of these. */
export type ToRecorder =
  | { readonly type: 'open'; readonly microphone: string | null }
  /** Ends an open recording. */
  | { readonly type: 'stop' }
  | { readonly type: 'list' };

/** What the child answers. */
export type FromRecorder =
  | { readonly type: 'frame'; readonly samples: Int16Array }
  | { readonly type: 'microphones'; readonly names: readonly string[] }
  /** The last message of an open recording that was stopped. */
  | { readonly type: 'stopped' }
  /** The last message of one that went wrong. */
  | { readonly type: 'failed'; readonly words: string; readonly isUnknownMicrophone: boolean };
