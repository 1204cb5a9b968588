import type { Language } from './language.ts';

/** Portuguese. */
export const pt: Language = {
  behind: {
    vírgula: ',',
    ponto: '.',
    'ponto final': '.',
    'ponto de interrogação': '?',
    'ponto de exclamação': '!',
    'dois pontos': ':',
    'ponto e vírgula': ';',
    reticências: '…',
    'fechar aspas': '”',
    'fecha aspas': '”',
    'fechar parênteses': ')',
    'fecha parênteses': ')',
    'nova linha': '\n',
    'novo parágrafo': '\n\n',
  },
  before: {
    'abrir aspas': '“',
    'abre aspas': '“',
    'abrir parênteses': '(',
    'abre parênteses': '(',
  },
  between: { travessão: '–' },
  joining: { hífen: '-' },
  literally: 'literal',
  fillers: ['hum', 'hm', 'hã', 'ahn'],
  common: ['o', 'os', 'e', 'é', 'não', 'que', 'uma', 'um', 'para', 'com', 'do', 'da', 'você'],
};
