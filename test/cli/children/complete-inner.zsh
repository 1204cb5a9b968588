# The interactive zsh of complete.zsh: instead of showing what is added, it prints it between BEGIN and END.
PROMPT=
unsetopt zle_bracketed_paste
autoload -Uz compinit
compinit -D -u
eval "$(<$1)"
zstyle ':completion:*' insert-tab false
bindkey '^I' complete-word

compadd() {
  # Those only look into what would match.
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- $hits
}

print_begin() { print BEGIN }
print_end() { print END }
compprefuncs=(print_begin)
comppostfuncs=(print_end)
print READ''Y
