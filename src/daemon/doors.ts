import { WhisError } from '../protocol/errors.ts';
import type { RequestType } from '../protocol/requests.ts';
import type { Caller } from './caller.ts';

/** What each door may not ask. Whoever opens the socket is the person; a window shows what others wrote. */
const closed: Readonly<Record<Caller['door'], ReadonlySet<RequestType>>> = {
  socket: new Set(),
  host: new Set(),
  window: new Set(['hello', 'attach_session', 'shutdown']),
};

/** Settings that let a program be run or a file be written: a window needs the person's yes for them. */
const running = /^(engines(\.command(\..*)?)?|socket_path)$/;

/** Settings that say where audio, texts and keys are sent, and what comes back as the text: the same. */
const sending = /^(engines\.\w+(\.base_url)?|chat(\.base_url)?|presets(\..*)?)$/;

/** Throws `not_allowed` for what may not be asked through a door. */
export function checkDoor(
  { door }: Pick<Caller, 'door'>,
  type: RequestType,
  fields: unknown,
): void {
  if (closed[door].has(type)) throw refusal(`“${type}” cannot be asked from a window.`);
  if (door !== 'window') return;
  const { key, input_file: file, output } = fields as Readonly<Record<string, unknown>>;
  const what = type === 'set_setting' && typeof key === 'string' ? dangerOf(key) : null;
  if (what !== null) {
    throw refusal(
      `“${String(key)}” ${what}: it is set after a question of the app itself, or by whis config set.`,
    );
  }
  if (file !== undefined)
    throw refusal('Files are chosen in a dialog of the app itself, or by whis transcribe.');
  const isToFile = (word: unknown) => typeof word === 'string' && word.startsWith('file:');
  const outputs =
    type === 'set_setting' && key === 'output' ? (fields as { value?: unknown }).value : output;
  if (Array.isArray(outputs) && outputs.some(isToFile)) {
    throw refusal(
      'Writing into files is set after a question of the app itself, or by whis config set.',
    );
  }
}

function dangerOf(key: string): string | null {
  if (running.test(key)) return 'can run programs';
  return sending.test(key) ? 'says where what you say is sent' : null;
}

function refusal(message: string): WhisError {
  return new WhisError('not_allowed', message);
}
