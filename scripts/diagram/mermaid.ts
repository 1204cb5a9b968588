import {
  decide,
  note,
  stateOf,
  still,
  type Ask,
  type Fact,
  type Machine,
} from '../../src/core/machine.ts';

/** A state as the diagram has it: what everyone sees, with its two hidden differences told apart. */
type Node = 'idle' | 'starting' | 'recording' | 'held' | 'transcribing' | 'paused';

/** The states in the order in which they are drawn, with what stands in their boxes. */
const nodes: Readonly<Record<Node, string>> = {
  idle: 'idle',
  starting: 'starting (shows as the state before)',
  recording: 'recording',
  held: 'paused, with a recording held',
  transcribing: 'transcribing',
  paused: 'paused, not listening',
};

const factWords: Readonly<Record<Fact['fact'], string>> = {
  heard: 'first sound',
  captured: 'ends by itself',
  unheard: 'no sound',
  settled: 'done or failed',
};

/** `by` is drawn on the arrow. */
interface Move {
  readonly from: Node;
  readonly to: Node;
  readonly by: string;
}

/**
 * The state machine as a Mermaid state diagram, found by asking it everything in every state that can
 * be reached. Left out: what changes nothing, the shutdown, and dictations that wait behind the one
 * that is recorded (with them, idle reads transcribing).
 */
export function mermaid(): string {
  const labels = new Map<string, string[]>();
  for (const { from, to, by } of findMoves()) {
    const arrow = `${from} --> ${to}`;
    const label = labels.get(arrow) ?? [];
    if (!label.includes(by)) labels.set(arrow, [...label, by]);
  }
  const names = Object.entries(nodes).map(([node, name]) =>
    node === name ? `  ${node}` : `  state "${name}" as ${node}`,
  );
  const arrows = [...labels].map(([arrow, label]) => `  ${arrow}: ${label.join(', ')}`);
  return `${['stateDiagram-v2', ...names, '  [*] --> idle', ...arrows].join('\n')}\n`;
}

function findMoves(): Move[] {
  const moves: Move[] = [];
  const seen = new Set<string>();
  const waiting: Machine[] = [still];
  for (let machine = waiting.shift(); machine; machine = waiting.shift()) {
    const key = JSON.stringify(machine);
    const isBehind = machine.capture.phase !== 'none' && machine.queue.length > 0;
    if (seen.has(key) || isBehind || machine.queue.length > 1) continue;
    seen.add(key);
    for (const { by, next } of reachableFrom(machine)) {
      const [from, to] = [nodeOf(machine), nodeOf(next)];
      if (from !== to) moves.push({ from, to, by });
      waiting.push(next);
    }
  }
  const order = Object.keys(nodes);
  const rank = ({ from, to }: Move) => order.indexOf(from) * order.length + order.indexOf(to);
  return moves.toSorted((one, other) => rank(one) - rank(other));
}

function reachableFrom(machine: Machine): { by: string; next: Machine }[] {
  const id = machine.queue[0] === 'one' ? 'two' : 'one';
  const asks: readonly (readonly [string, Ask])[] = [
    ['toggle', { ask: 'toggle', id, whileTranscribing: 'ignore' }],
    ['toggle (if set to)', { ask: 'toggle', id, whileTranscribing: 'record' }],
    ['start', { ask: 'start', id }],
    ['stop', { ask: 'stop' }],
    ['cancel', { ask: 'cancel' }],
    ['pause', { ask: 'pause' }],
    ['resume', { ask: 'resume' }],
    ['retry, file or undo', { ask: 'enqueue', id }],
  ];
  const asked = asks.map(([by, ask]) => ({ by, next: decide(machine, ask).machine }));
  // A toggle that does the same under either setting is told once.
  const told = asked.filter(
    ({ next }, index) => index !== 1 || JSON.stringify(next) !== JSON.stringify(asked[0]?.next),
  );
  const happened = factsOf(machine).map((fact) => ({
    by: factWords[fact.fact],
    next: note(machine, fact),
  }));
  return [...told, ...happened];
}

/** What can happen by itself: the machine itself would take note of more. */
function factsOf({ capture, queue }: Machine): Fact[] {
  const settled = queue.map((id): Fact => ({ fact: 'settled', id }));
  switch (capture.phase) {
    case 'none':
      return settled;
    case 'starting':
      return [
        { fact: 'heard', id: capture.id },
        { fact: 'unheard', id: capture.id },
      ];
    case 'on':
      return [{ fact: 'captured', id: capture.id }];
    case 'held':
      return [];
  }
}

function nodeOf(machine: Machine): Node {
  const { phase } = machine.capture;
  if (phase === 'starting' || phase === 'held') return phase;
  return stateOf(machine);
}
