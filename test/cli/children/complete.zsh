# What zsh would offer: complete.zsh SCRIPT LINE. Types the line and a TAB into an interactive zsh in a
# pseudo terminal, and prints the words that its completion adds, one a line.
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "source ${(q)0:A:h}/complete-inner.zsh ${(q)1}"
zpty -r inner ready $'*READY*'
zpty -w -n inner "$2"$'\t'
zpty -r inner answer $'*BEGIN*END*'
print -r -- "${${answer##*BEGIN}%%END*}" | tr -d '\r' | sed '/^$/d'
zpty -d inner
