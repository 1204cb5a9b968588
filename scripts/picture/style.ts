/** Width of a character at the font's size, in the picture's units; fonts that differ are stretched. */
export const cellWidth = 7.8;

const light = {
  window: '#fbfaff',
  edge: '#d8d3f0',
  bar: '#f0edfb',
  button: '#d3cdec',
  text: '#3a3552',
  bold: '#17132b',
  dim: '#7b7596',
  prompt: '#5b4be0',
  red: '#d9363e',
  green: '#1f8a4c',
};

const dark: typeof light = {
  window: '#16132a',
  edge: '#37305c',
  bar: '#1f1a38',
  button: '#3b3462',
  text: '#cfcae6',
  bold: '#f5f3ff',
  dim: '#938dba',
  prompt: '#a99fff',
  red: '#ff6b70',
  green: '#5bd28c',
};

/**
 * The picture's style sheet. What moves is defined by its beginning only, so that a reader that moves
 * nothing sees the end. Colours are rules, not variables: librsvg knows no `var()`.
 */
export const style = [
  `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}`,
  '.t{white-space:pre}',
  '.name{font:600 12.5px ui-sans-serif,system-ui,"Segoe UI",Helvetica,Arial,sans-serif}',
  '.bold{font-weight:600}',
  colours(light),
  `@media(prefers-color-scheme:dark){${colours(dark)}}`,
  '.cover{opacity:0}',
  '.comes{animation:come 1ms backwards}',
  '.wave rect{animation:grow 260ms cubic-bezier(.2,.9,.3,1) backwards;transform-box:fill-box;transform-origin:center}',
  '@keyframes come{from{opacity:0}}',
  '@keyframes grow{from{transform:scaleY(0)}}',
  '@keyframes type{from{opacity:1;transform:none}to{opacity:1;transform:translateX(var(--to))}}',
  '@keyframes record{0%,100%{opacity:1}50%{opacity:.25}}',
  '@media(prefers-reduced-motion:reduce){*{animation:none!important}}',
].join('');

function colours(palette: typeof light): string {
  const { window, edge, bar, button, text, bold, dim, prompt, red, green } = palette;
  return [
    `.window{fill:${window};stroke:${edge}}`,
    `.hidden{fill:${window}}`,
    `.bar{fill:${bar}}`,
    `.button{fill:${button}}`,
    `.name{fill:${dim}}`,
    `.t{fill:${text}}`,
    `.bold{fill:${bold}}`,
    `.dim{fill:${dim}}`,
    `.magenta,.cursor{fill:${prompt}}`,
    `.red{fill:${red}}`,
    `.green{fill:${green}}`,
  ].join('');
}
