import { randomFrom } from '../test/fixtures/random.ts';

/** Everyday words: each of them is in pocketsphinx's dictionary. */
const people = words(
  'the old teacher|my sister|a young doctor|the captain|our neighbor|the farmer|a tall stranger|' +
    'the painter|her brother|the president|a little girl|the engineer|your father|the driver',
);
const deeds = words(
  'opened|carried|forgot|painted|described|followed|remembered|discovered|borrowed|repaired|' +
    'ordered|counted|protected|expected|watched|collected',
);
const things = words(
  'a small window|the heavy table|seven letters|the green garden|a broken mirror|the last train|' +
    'twenty apples|the yellow house|a careful plan|the silver mountain|an important question|' +
    'the quiet river|a wooden bridge|the first chapter|many questions|the kitchen door',
);
const places = words(
  'in the morning|behind the church|near the station|after the concert|under the bridge|' +
    'with a smile|before the winter|across the street|during the summer|without any trouble|' +
    'beside the lake|at the end of the week|for the whole family|in the middle of the night',
);
const endings = words(
  'and nobody noticed|because the weather was good|but it was too late|and everybody laughed|' +
    'while the children were sleeping|so they went home together|although it was raining|' +
    'and then the music stopped',
);

/** English sentences without end, in small letters: the same in every run of the same seed. */
export function* sentences(seed: number): Generator<string, never> {
  const random = randomFrom(seed);
  const any = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? '';
  for (;;) {
    const said = [any(people), any(deeds), any(things), any(places)];
    if (random() < 0.4) said.push(any(endings));
    yield said.join(' ');
  }
}

function words(list: string): readonly string[] {
  return list.split('|');
}
