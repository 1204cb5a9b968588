# What bash would offer: complete.bash SCRIPT, and the command lines on standard input, one a line with
# a bar between the words that bash would make of it. Prints what is offered for each, one a line.
eval "$(<"$1")"
while IFS='|' read -r -a COMP_WORDS; do
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  # A dot: the word is still empty.
  [[ ${COMP_WORDS[COMP_CWORD]} == . ]] && COMP_WORDS[COMP_CWORD]=
  COMPREPLY=()
  # Only within a real completion: how bash goes on with paths.
  compopt() { COMPREPLY=("compopt $*"); }
  _whis whis "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" </dev/null
  echo "${COMPREPLY[*]}"
done
