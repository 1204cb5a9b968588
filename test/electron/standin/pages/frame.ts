import { LoudEmitter } from '../loud.ts';

type Members =
  | 'detached'
  | 'frames'
  | 'frameTreeNodeId'
  | 'isDestroyed'
  | 'name'
  | 'origin'
  | 'parent'
  | 'processId'
  | 'routingId'
  | 'top'
  | 'url';

let lastId = 0;

/** `WebFrameMain`; `url` is in the app's words. */
export class Frame
  extends LoudEmitter<Record<never, never>>
  implements Omit<Pick<Electron.WebFrameMain, Members>, 'frames' | 'parent' | 'top'>
{
  readonly routingId = ++lastId;
  readonly frameTreeNodeId = this.routingId;
  readonly processId = 1;
  readonly name = '';
  readonly parent: Frame | null;
  readonly frames: Frame[] = [];
  url = '';
  detached = false;

  constructor(parent: Frame | null) {
    super({});
    this.parent = parent;
    parent?.frames.push(this);
  }

  get top(): Frame {
    return this.parent?.top ?? this;
  }

  get origin(): string {
    const url = URL.canParse(this.url) ? new URL(this.url) : undefined;
    // Node calls the origin of the app's scheme opaque, Electron does not.
    return url?.host ? `${url.protocol}//${url.host}` : 'null';
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  /** It has left the page. */
  detach(): void {
    this.detached = true;
    this.parent?.frames.splice(this.parent.frames.indexOf(this), 1);
  }
}
