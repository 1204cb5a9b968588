import { globalOptions, type Argument, type Command, type Offer } from '../command.ts';
import {
  flagsOf,
  namesOf,
  optionsOf,
  quoted,
  valueFlags,
  valuesOf,
  type Values,
} from './values.ts';

/** The completion of every verb for bash 4 and newer. */
export function bashCompletion(commands: readonly Command[]): string {
  return `# Completion of whis for bash. In ~/.bashrc: eval "$(whis completion bash)"
_whis_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

_whis_ask() {
  _whis_words "$("$whis" completion "$@" 2>/dev/null | cut -f1)"
}

_whis() {
  local IFS=$' \\t\\n' whis=$1 cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  local i verb words=()
  COMPREPLY=()
  # bash takes --option=value apart.
  [[ $cur == '=' ]] && cur=
  [[ $prev == '=' ]] && prev=\${COMP_WORDS[COMP_CWORD - 2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${valueFlags(commands).join(' | ')})
        [[ \${COMP_WORDS[i + 1]} == '=' ]] && ((i++))
        ((i++))
        ;;
      -*) ;;
      *) words+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  verb=\${words[0]}
  case "$verb $prev" in
${indent(4, commands.flatMap(afterOptions))}
    ${valueFlags(commands)
      .map((flag) => `*' ${flag}'`)
      .join(' | ')}) return ;;
  esac
  if [[ $cur == -* ]]; then
    case $verb in
${indent(6, commands.map(optionWords))}
      *) _whis_words ${quoted(globalFlags.join(' '))} ;;
    esac
    return
  fi
  case "$verb $((\${#words[@]} - 1))" in
    ' -1' | 'help 0') _whis_words ${quoted(['help', ...commands.map(({ name }) => name)].join(' '))} ;;
${indent(4, commands.flatMap(atArguments))}
  esac
}

complete -F _whis whis`;
}

const globalFlags = Object.keys(globalOptions).map((name) => `--${name}`);

const asks: Record<Offer, string> = {
  session: '_whis_ask --ids',
  model: '_whis_ask --models',
  setting: '_whis_ask --keys',
  'setting value': '_whis_ask --values "${words[2]}"',
  preset: '_whis_ask --presets',
  message: '_whis_ask --messages',
  file: 'compopt -o default',
  folder: 'compopt -o dirnames',
};

function afterOptions(command: Command): string[] {
  return optionsOf(command).flatMap(([name, option]) => {
    const values = valuesOf(option);
    if (values === null) return [];
    const patterns = namesOf(command).map((verb) => `'${verb} --${name}'`);
    return [`${patterns.join(' | ')}) ${action(values)}; return ;;`];
  });
}

function optionWords(command: Command): string {
  const flags = optionsOf(command).flatMap(([name, option]) => flagsOf(name, option));
  return `${namesOf(command).join(' | ')}) _whis_words ${quoted(flags.join(' '))} ;;`;
}

function atArguments(command: Command): string[] {
  return Object.values<Argument>(command.args).flatMap((argument, at) => {
    const values = valuesOf(argument);
    if (values === null) return [];
    const isLast = argument.kind === 'many' || argument.kind === 'any';
    const patterns = namesOf(command).map((verb) => (isLast ? `'${verb} '*` : `'${verb} ${at}'`));
    return [`${patterns.join(' | ')}) ${action(values)} ;;`];
  });
}

function action(values: NonNullable<Values>): string {
  return 'words' in values ? `_whis_words ${quoted(values.words.join(' '))}` : asks[values.offer];
}

function indent(columns: number, lines: readonly string[]): string {
  return lines.map((line) => ' '.repeat(columns) + line).join('\n');
}
