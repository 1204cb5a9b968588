import { Store } from '../../../src/store/store.ts';
import { aSession, pathsIn } from '../sessions.ts';

// Saves one session after the other, and says each id once it is durable.
const [, , home = '', prefix = ''] = process.argv;
const paths = pathsIn(home);
const store = Store.open(paths);
for (let count = 1; ; count += 1) {
  const id = `${prefix}-${count}`;
  store.save(aSession(paths, id, { text: `words of ${id}` }));
  process.send?.(id);
  await new Promise((resolve) => setImmediate(resolve));
}
