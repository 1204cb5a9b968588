import type { Figure } from '../figure.ts';
import { Opponent } from '../process.ts';
import { Home } from '../../test/fixtures/home.ts';
import { join } from 'node:path';
import { median } from '../statistics.ts';
import { takeTurns } from '../turns.ts';
import { Asker, connectAll, countLines, lines } from '../wire.ts';

const subscriberCount = 1000;
const eventsPerTurn = 20;

/** Events to a thousand subscribers: from the request that makes one until the last has it. */
export const subscribers: Figure = {
  name: 'subscribers',
  title: 'Events to 1,000 subscribers',
  async measure(bench) {
    const home = await Home.make();
    await using stack = new AsyncDisposableStack();
    stack.defer(() => home.close());
    await home.settings({ max_connections: subscriberCount + 100 });
    const daemon = await home.listen();
    const client = await daemon.connect();
    await client.call('subscribe', { events: ['status'] });
    await client.call('pause');
    await client.call('resume');
    const event = JSON.stringify(await client.event((event) => event.event === 'state_changed'));
    await client.close();
    const rawPath = join(home.folder, 'raw.sock');
    stack.use(await Opponent.start('lines.cjs', [rawPath, event], home.env));

    /** Connects everybody; gives one turn: so many events, one after the other. */
    const turn = async (
      path: string,
      { subscribe, makeEvent }: { subscribe: string; makeEvent: readonly string[] },
    ) => {
      const audience = await connectAll(path, lines(subscribe), subscriberCount);
      const triggers = await Promise.all(
        makeEvent.map((request) => Asker.connect(path, lines(request))),
      );
      for (const asker of [...audience, ...triggers]) stack.use(asker);
      let missing = 0;
      let done = () => {};
      for (const { socket } of audience) {
        socket.on('data', (chunk: Buffer) => {
          missing -= countLines(chunk);
          if (missing === 0) done();
        });
      }
      return async () => {
        const begunAt = performance.now();
        for (let count = 0; count < eventsPerTurn; count += 1) {
          const heard = new Promise<void>((resolve) => (done = resolve));
          missing = subscriberCount;
          await Promise.all([triggers[count % triggers.length]?.ask(), heard]);
        }
        const seconds = (performance.now() - begunAt) / 1000;
        return (eventsPerTurn * subscriberCount) / seconds;
      };
    };
    const rounds = bench.rounds(30);
    const { whis, raw } = await takeTurns(
      {
        whis: await turn(home.socket, {
          subscribe: '{"type":"subscribe","events":["status"]}',
          makeEvent: ['{"type":"pause"}', '{"type":"resume"}'],
        }),
        raw: await turn(rawPath, { subscribe: 'hello', makeEvent: ['!'] }),
      },
      { bench, rounds, warmUps: 3 },
    );
    return [
      {
        what: 'events to 1,000 subscribers',
        unit: '/s',
        ours: median(whis),
        other: median(raw),
        against: 'raw node:net',
        goals: [{ of: 'ratio', atLeast: 0.7 }],
        samples: rounds,
      },
    ];
  },
};
