import { globalOptions, type Argument, type Command, type Offer, type Option } from '../command.ts';
import { namesOf, optionsOf, valueFlags, valuesOf, type Values } from './values.ts';

/** The completion of every verb for fish, with its help. */
export function fishCompletion(commands: readonly Command[]): string {
  return [
    `# Completion of whis for fish: whis completion fish > ~/.config/fish/completions/whis.fish

# The words before the cursor that are neither options nor their values.
function __whis_words
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch $word
            case ${valueFlags(commands).join(' ')}
                set is_value 1
            case '-*'
            case '*'
                echo $word
        end
    end
end

# Whether the cursor is behind a verb (and, if a number is given, at that argument of it).
function __whis_at
    set -l words (__whis_words)
    test (count $words) -gt 0; and contains -- $words[1] (string split , -- $argv[1]); or return 1
    test (count $argv) -eq 1; or test (math (count $words) - 1) -eq $argv[2]
end

function __whis_ask
    set -l whis (commandline -opc)[1]
    $whis completion $argv 2>/dev/null
end

complete -c whis -e
complete -c whis -f`,
    ...Object.entries(globalOptions).map((entry) => optionLine(entry, null)),
    ...commands.map(
      ({ name, summary }) =>
        `complete -c whis -n 'test -z "$(__whis_words)"' -k -a ${name} -d ${quoted(summary)}`,
    ),
    `complete -c whis -n '__whis_at help 0' -a '${commands.map(({ name }) => name).join(' ')}'`,
    ...commands.flatMap(linesOf),
  ].join('\n');
}

const asks: Record<Offer, readonly string[]> = {
  session: ['-k', "-a '(__whis_ask --ids)'"],
  model: ['-k', "-a '(__whis_ask --models)'"],
  setting: ["-a '(__whis_ask --keys)'"],
  'setting value': ["-a '(__whis_ask --values (__whis_words)[3])'"],
  preset: ["-a '(__whis_ask --presets)'"],
  message: ["-a '(__whis_ask --messages)'"],
  file: ['-F'],
  folder: ["-a '(__fish_complete_directories)'"],
};

function linesOf(command: Command): string[] {
  const names = namesOf(command).join(',');
  const own = optionsOf(command).filter(([name]) => !Object.hasOwn(globalOptions, name));
  const places = Object.values<Argument>(command.args).flatMap((argument, at) => {
    const values = valuesOf(argument);
    const repeats = argument.kind === 'many' || argument.kind === 'any';
    if (values === null) return [];
    const where = quoted(`__whis_at ${names}${repeats ? '' : ` ${at}`}`);
    return [['complete -c whis', '-n', where, ...offering(values)].join(' ')];
  });
  return [...own.map((entry) => optionLine(entry, names)), ...places];
}

function optionLine([name, option]: readonly [string, Option], verbs: string | null): string {
  const where = verbs === null ? [] : ['-n', quoted(`__whis_at ${verbs}`)];
  const short = option.type === 'flag' && option.short ? ['-s', option.short] : [];
  const value = option.type === 'flag' ? [] : valueOf(valuesOf(option));
  const parts = [...where, ...short, '-l', name, ...value, '-d', quoted(option.help)];
  return ['complete -c whis', ...parts].join(' ');
}

/** Where a file may stand, fish goes on to offer files. */
function valueOf(values: Values): readonly string[] {
  const isFile = values !== null && 'offer' in values && values.offer === 'file';
  return [isFile ? '-r' : '-x', ...offering(values)];
}

function offering(values: Values): readonly string[] {
  if (values === null) return [];
  return 'words' in values ? [`-a '${values.words.join(' ')}'`] : asks[values.offer];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
