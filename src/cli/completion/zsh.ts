import { globalOptions, type Argument, type Command, type Offer, type Option } from '../command.ts';
import { namesOf, optionsOf, quoted, valuesOf } from './values.ts';

/** The completion of every verb for zsh, with its help. */
export function zshCompletion(commands: readonly Command[]): string {
  const verbs = commands.map(({ name, summary }) => quoted(`${name}:${colons(summary)}`));
  return `#compdef whis
# Completion of whis for zsh. In ~/.zshrc, after compinit: eval "$(whis completion zsh)"
# (or this as a file named _whis in a folder of $fpath)

_whis_verbs() {
  local -a verbs=(
    ${[...verbs, "'help:show the help of a verb'"].join('\n    ')}
  )
  _describe -V verb verbs
}

_whis_ask() {
  local -a offers=("\${(@f)$("$whis" completion "$@" 2>/dev/null)}")
  offers=("\${(@)offers/$'\\t'/:}")
  [[ -n $offers[1] ]] && _describe -V value offers
}

_whis() {
  local curcontext=$curcontext whis=$words[1] state line
  local -A opt_args
  _arguments -C \\
    ${specs(Object.entries(globalOptions)).join(' \\\n    ')} \\
    '1:verb:_whis_verbs' \\
    '*::argument:->rest' && return
  [[ $state == rest ]] || return
  case $words[1] in
    help) _arguments '1:verb:_whis_verbs' ;;
${commands.map(branch).join('\n')}
  esac
}

if [[ $funcstack[1] == _whis ]]; then
  _whis "$@"
else
  compdef _whis whis
fi`;
}

// The space: `_arguments` is to add no words of its own.
const asks: Record<Offer, string> = {
  session: ' _whis_ask --ids',
  model: ' _whis_ask --models',
  setting: ' _whis_ask --keys',
  'setting value': ' _whis_ask --values ${${words:#-*}[3]}',
  preset: ' _whis_ask --presets',
  message: ' _whis_ask --messages',
  file: '_files',
  folder: '_files -/',
};

function branch(command: Command): string {
  const lines = [...specs(optionsOf(command)), ...argumentSpecs(command)];
  return `    ${namesOf(command).join(' | ')})
      _arguments ${lines.join(' \\\n        ')}
      ;;`;
}

function specs(options: readonly (readonly [string, Option])[]): string[] {
  return options.map(([name, option]) => {
    const help = `[${option.help.replace(/[[\]\\]/g, '\\$&')}]`;
    if (option.type !== 'flag') {
      const repeats = option.type === 'list' ? '*' : '';
      return quoted(`${repeats}--${name}=${help}:${colons(option.value)}:${actionOf(option)}`);
    }
    const { short } = option;
    if (!short) return quoted(`--${name}${help}`);
    return `'(-${short} --${name})'{-${short},--${name}}${quoted(help)}`;
  });
}

function argumentSpecs({ args }: Command): string[] {
  return Object.values<Argument>(args).map((argument, at) => {
    const { kind, label } = argument;
    const place = kind === 'many' || kind === 'any' ? '*' : String(at + 1);
    const optional = kind === 'optional' ? ':' : '';
    return quoted(`${place}:${optional}${colons(label)}:${actionOf(argument)}`);
  });
}

function actionOf(part: Option | Argument): string {
  const values = valuesOf(part);
  // A space: there is something to type, and nothing to offer.
  if (values === null) return ' ';
  return 'words' in values ? `(${values.words.join(' ')})` : asks[values.offer];
}

/** A colon ends a part of a specification. */
function colons(text: string): string {
  return text.replaceAll(':', '\\:');
}
