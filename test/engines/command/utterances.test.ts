import { describe, expect, it } from 'vitest';

import { readUtterances } from '../../../src/engines/command/utterances.ts';

describe('readUtterances', () => {
  it('gives each utterance the time from its first word to its last, without what is no word', () => {
    const output = [
      'good morning',
      '<s> 0.820 0.950 0.999800',
      '<sil> 0.960 1.150 0.727358',
      'good(2) 1.160 1.330 0.335737',
      '++NOISE++ 1.340 1.400 0.2',
      'morning 1.410 1.690 0.999900',
      '</s> 1.700 1.920 1.000000',
      '',
      '',
      '<s> 2.000 2.100 1.000000',
      '[SPEECH] 2.100 2.200 1.000000',
      'here',
      'here 3.000 3.500 1.000000',
    ].join('\n');
    expect(readUtterances(output)).toEqual({
      text: 'good morning here',
      segments: [
        { start_s: 1.16, end_s: 1.69, text: 'good morning' },
        { start_s: 3, end_s: 3.5, text: 'here' },
      ],
    });
  });

  it.each(['', '\n\n', '<s> 0.000 0.100 1.000000\n</s> 0.100 0.200 1.000000\n'])(
    'gives no text where nothing was understood: %j',
    (output) => {
      expect(readUtterances(output)).toEqual({ text: '', segments: [] });
    },
  );

  it('keeps words that are told without times', () => {
    expect(readUtterances('at 7.5 percent\n')).toEqual({ text: 'at 7.5 percent', segments: [] });
  });
});
