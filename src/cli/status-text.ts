import { printable } from '../protocol/printable.ts';
import type { HotkeyStatus, Status } from '../protocol/status.ts';
import { clock, span } from './time.ts';

/** The status as a person reads it: the state and what to do next, then the circumstances. */
export function statusText(status: Status): string {
  const rows: (readonly [string, string])[] = [
    ['engine', engine(status)],
    ...broken(status),
    ['microphone', status.microphone],
    ['hotkey', hotkey(status.hotkey)],
  ];
  if (status.queue.length > 0) rows.push(['queue', `${status.queue.length} to transcribe`]);
  rows.push(['since', since(status)], ...notices(status));
  const lines = rows.map(([name, value]) => `${name.padEnd(12)}${printable(value)}`);
  return [headline(status), ...lines].join('\n');
}

function headline({ state, session, queue, listening }: Status): string {
  switch (state) {
    case 'idle':
      return 'idle — whis toggle starts a dictation';
    case 'recording': {
      const silence = session?.silent
        ? '\nno sound comes from the microphone: is it muted? (whis doctor)'
        : '';
      return `recording ${clock(session?.elapsed_ms ?? 0)} — whis toggle ends it, whis cancel throws it away${silence}`;
    }
    case 'transcribing':
      return `transcribing${queue.length > 1 ? ` ${queue.length} dictations` : ''} — the text comes when it is done`;
    case 'paused':
      return listening && session
        ? `paused at ${clock(session.elapsed_ms)} — whis resume goes on, whis done ends it`
        : 'paused — whis resume listens again';
  }
}

function notices({ notices }: Status): [string, string][] {
  return notices.map((notice) => ['notice', notice]);
}

function engine({ engine, model, audio_leaves_machine, engine_error }: Status): string {
  if (engine === null) return `none: ${engine_error?.message ?? 'nothing is installed'}`;
  const where = audio_leaves_machine ? 'audio leaves this machine' : 'audio stays on this machine';
  return `${engine}${model ? `, ${model}` : ''} (${where})`;
}

/** What keeps the engine that there is from working. */
function broken({ engine, engine_error: error }: Status): [string, string][] {
  return engine !== null && error ? [['broken', error.message]] : [];
}

function hotkey({ accelerator, backend, armed, reason }: HotkeyStatus): string {
  if (armed) return `${accelerator ?? ''}${backend ? ` (${backend})` : ''}`;
  if (accelerator === null) return 'none; whis toggle does the same';
  return `${accelerator} is not listened for: ${reason ?? 'bind whis toggle instead'}`;
}

function since({ uptime_secs, saves_count, failed_count, host, pid, version }: Status): string {
  const failed = failed_count > 0 ? `, ${failed_count} failed` : '';
  const kind = host === 'tray' ? 'tray app' : 'headless';
  return `${span(uptime_secs)}, ${saves_count} done${failed} (${kind} ${version}, process ${pid})`;
}
