import type { Language } from './language.ts';

/** Italian. */
export const it: Language = {
  behind: {
    virgola: ',',
    punto: '.',
    'punto interrogativo': '?',
    'punto di domanda': '?',
    'punto esclamativo': '!',
    'due punti': ':',
    'punto e virgola': ';',
    'puntini di sospensione': '…',
    'chiudi virgolette': '»',
    'chiuse virgolette': '»',
    'chiudi parentesi': ')',
    'chiusa parentesi': ')',
    'a capo': '\n',
    'nuova riga': '\n',
    'punto e a capo': '.\n',
    'nuovo paragrafo': '\n\n',
  },
  before: {
    'apri virgolette': '«',
    'aperte virgolette': '«',
    'apri parentesi': '(',
    'aperta parentesi': '(',
  },
  between: { lineetta: '–' },
  joining: { trattino: '-' },
  literally: 'letterale',
  fillers: ['ehm', 'uhm', 'mhm', 'mh'],
  common: ['il', 'gli', 'e', 'è', 'che', 'non', 'per', 'con', 'una', 'sono', 'della', 'di', 'ho'],
};
