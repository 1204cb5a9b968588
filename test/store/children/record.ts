import { Store } from '../../../src/store/store.ts';
import { aSession, pathsIn } from '../sessions.ts';

// Records for ever into a session of its own, and says after each frame how many there are.
const [, , home = '', id = ''] = process.argv;
const paths = pathsIn(home);
const store = Store.open(paths);
store.save(aSession(paths, id, { status: 'recording', text: null, ended_at: null, delivered: [] }));
store.appendLog(id, { event: 'session_started' });
await store.flush();
const sink = await store.createAudio(id);
for (let count = 1; ; count += 1) {
  // 20 ms that carry their own number.
  await sink.append(new Int16Array(320).fill(count % 32_000));
  process.send?.(count);
}
