import type { Language } from './language.ts';

/**
 * French. Its tall marks have a space before them that no line breaks at, a narrow one before `;`,
 * `!` and `?`. Source: Imprimerie nationale, “Lexique des règles typographiques”.
 */
export const fr: Language = {
  behind: {
    virgule: ',',
    point: '.',
    'point final': '.',
    "point d'interrogation": '\u202f?',
    'point d’interrogation': '\u202f?',
    "point d'exclamation": '\u202f!',
    'point d’exclamation': '\u202f!',
    'deux points': '\u00a0:',
    'deux-points': '\u00a0:',
    'point virgule': '\u202f;',
    'point-virgule': '\u202f;',
    'points de suspension': '…',
    'fermez les guillemets': '\u00a0»',
    'fermer les guillemets': '\u00a0»',
    'fermez la parenthèse': ')',
    'fermer la parenthèse': ')',
    'à la ligne': '\n',
    'nouvelle ligne': '\n',
    'point à la ligne': '.\n',
    'nouveau paragraphe': '\n\n',
  },
  before: {
    'ouvrez les guillemets': '«\u00a0',
    'ouvrir les guillemets': '«\u00a0',
    'ouvrez la parenthèse': '(',
    'ouvrir la parenthèse': '(',
  },
  between: { tiret: '–' },
  joining: { "trait d'union": '-', 'trait d’union': '-' },
  fillers: ['euh', 'heu', 'hum', 'hm'],
  common: [
    'le',
    'les',
    'et',
    'est',
    'je',
    'vous',
    'nous',
    'pas',
    'pour',
    'dans',
    'une',
    'des',
    'qui',
  ],
};
